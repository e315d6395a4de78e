import { type CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { bakeName } from '../../../handlers/contract/names';
import type { BakeInstance } from '../../../lib/bake/config/model';
import { IDENTITY, LOG_GROUP } from './bake-names';

const PROFILE = 'shop-fleet-stg-instance';

interface AccountClients {
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
}

/**
 * Creates what a bake uses and does not make: network, instance profile, bucket, log group, and the role of the project.
 * @returns how its instance is launched
 */
export async function prepareAccount(
  { ec2, iam, logs, s3 }: AccountClients,
  bucket: string,
): Promise<BakeInstance> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: '10.0.0.0/24' }));
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'bake', Description: 'Lets out', VpcId: Vpc?.VpcId }),
  );
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: PROFILE, AssumeRolePolicyDocument: trust('ec2') }),
  );
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: PROFILE }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: PROFILE, RoleName: PROFILE }));
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    }),
  );
  await logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
  await iam.send(
    new CreateRoleCommand({ RoleName: bakeName(IDENTITY), AssumeRolePolicyDocument: trust('codebuild') }),
  );
  return {
    type: 't3.small',
    profile: PROFILE,
    role: Role?.Arn ?? '',
    securityGroup: GroupId,
    subnet: Subnet?.SubnetId ?? '',
  };
}

const trust = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' },
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' },
    ],
  });

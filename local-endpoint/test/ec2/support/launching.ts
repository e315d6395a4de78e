import {
  CreateSecurityGroupCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { ACCOUNT, type TestEndpoint } from '../../../testing';

/** What instances need: a vendor's image, a subnet, a security group. */
export interface Launching {
  readonly image: string;
  readonly armImage: string;
  readonly subnet: string;
  readonly vpc: string;
  readonly group: string;
}

/** Finds or makes what instances need. */
export async function prepareLaunching(ec2: EC2Client): Promise<Launching> {
  const [image, armImage] = await Promise.all(['x86_64', 'arm64'].map((name) => vendorImage(ec2, name)));
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const [{ SubnetId: subnet = '', VpcId: vpc = '' } = {}] = Subnets;
  const { GroupId: group = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web', VpcId: vpc }),
  );
  return { image: image ?? '', armImage: armImage ?? '', subnet, vpc, group };
}

async function vendorImage(ec2: EC2Client, architecture: string): Promise<string> {
  const Filters = [{ Name: 'architecture', Values: [architecture] }];
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'], Filters }));
  return Images[0]?.ImageId ?? '';
}

/** Creates an instance profile with a role, both of this name. */
export async function createProfile(local: TestEndpoint, name: string): Promise<string> {
  const iam = new IAMClient(local.client());
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'ec2.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }));
  return `arn:aws:iam::${ACCOUNT}:instance-profile/${name}`;
}

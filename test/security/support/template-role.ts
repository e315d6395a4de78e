import {
  CreateRoleCommand,
  EntityAlreadyExistsException,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Template } from 'aws-cdk-lib/assertions';
import { ACCOUNT, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import type { Clock } from '../../../local-endpoint/kit/clock';
import { statementsOf } from '../../support/templates';

/**
 * Makes a role of a template, with exactly its policies, and takes it in place of the service that it trusts.
 * @returns the session as the variables of a process
 */
export async function takeRole(
  endpoint: TestEndpoint<Clock>,
  template: Template,
  roleName: string,
): Promise<Record<string, string>> {
  const iam = new IAMClient(endpoint.client());
  const Statement = statementsOf(template, roleName);
  if (Statement.length === 0) throw new Error(`the template must have a role of this name, got: ${roleName}`);
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: 'sts:AssumeRole',
  };
  await iam
    .send(new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: policy([trust]) }))
    .catch((error: unknown) => {
      if (!(error instanceof EntityAlreadyExistsException)) throw error;
    });
  await iam.send(
    new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'work', PolicyDocument: policy(Statement) }),
  );
  const { Credentials } = await new STSClient(endpoint.client()).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/${roleName}`, RoleSessionName: 'test' }),
  );
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
  };
}

const policy = (Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, type identityOf, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';

/**
 * A second principal of an account, with exactly these rights.
 * @param account whose role it is @default - the test file's
 * @returns the configuration of its clients
 */
export async function roleWith(
  local: TestEndpoint,
  RoleName: string,
  statement: object,
  account = ACCOUNT,
): Promise<ReturnType<typeof identityOf>> {
  const iam = new IAMClient(local.client(account));
  const trust = { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'right', PolicyDocument: document(statement) }),
  );
  const RoleArn = `arn:aws:iam::${account}:role/${RoleName}`;
  const sts = new STSClient(local.client(account));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'second' }));
  return local.client(Credentials?.AccessKeyId);
}

const document = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, type TestEndpoint, REGION } from '../../../testing';

let sequence = 0;

/** A name that no other test of the file uses. */
export const unique = (name: string): string => `${name}-${++sequence}`;

/** Creates a role that trusts a principal, with a policy of these statements. */
async function createRole(
  local: TestEndpoint,
  statements: object[],
  principal: object = { AWS: ACCOUNT },
  condition?: object,
): Promise<string> {
  const RoleName = unique('role');
  const iam = new IAMClient(local.client());
  const trust = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition: condition };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }));
  if (statements.length > 0) {
    const PolicyDocument = policy(...statements);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument }));
  }
  return `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
}

/** A policy document. */
export const policy = (...Statement: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });

/** A statement that allows something. */
export const allow = (Action: string | string[], Resource: string | string[] = '*', Condition?: object) => ({
  Sid: `May${String(Action).replace(/\W/g, '')}`,
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});

/** What AssumeRole is called with besides the role. */
export interface AssumeOptions {
  readonly ExternalId?: string;
  /** JSON: what the session may do at most. */
  readonly Policy?: string;
}

/** A client's configuration as a session of a role. */
async function assume(
  local: TestEndpoint,
  RoleArn: string,
  options: AssumeOptions = {},
  accessKeyId = ACCOUNT,
) {
  const sts = new STSClient(local.client(accessKeyId));
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'tester', ...options }),
  );
  return {
    endpoint: local.url,
    region: REGION,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  };
}

/** {@link createRole} and {@link assume} at an endpoint that exists only once the tests run. */
export function rolesOf(local: () => TestEndpoint) {
  return {
    role: (statements: object[], principal?: object, condition?: object) =>
      createRole(local(), statements, principal, condition),
    assumed: (roleArn: string, options?: AssumeOptions, accessKeyId?: string) =>
      assume(local(), roleArn, options, accessKeyId),
  };
}

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { FaultRule } from '../../../faults/rule';
import { ACCOUNT, identityOf, startTestEndpoint, type TestEndpoint } from '../../../testing';

export const rule = (
  service: string,
  operation: string,
  effect: FaultRule['effect'],
  more: Partial<FaultRule> = {},
): FaultRule => ({ text: `${service} ${operation} ${effect}`, service, operation, effect, ...more });

/** An endpoint that breaks calls, in which functions may use the role `writer`, and anybody `caller`. */
export interface FaultyEndpoint {
  readonly local: TestEndpoint;
  /** Of a client over a connection. */
  readonly http: ReturnType<typeof identityOf>;
  /** Of a client over a connection, with a session of the role `caller`. */
  sessionOf(name: string): Promise<ReturnType<typeof identityOf> & { credentials: SessionCredentials }>;
  /** A parameter's value, read without a fault. */
  valueOf(name: string): Promise<string | undefined>;
}

interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** @param faults each test has operations or callers of its own, so that one endpoint is enough */
export async function startFaultyEndpoint(faults: readonly FaultRule[]): Promise<FaultyEndpoint> {
  const local = await startTestEndpoint({ roles: 'enforced', faults });
  const http = identityOf(local.url);
  for (const name of ['writer', 'caller']) await createRole(local, name);
  return {
    local,
    http,
    sessionOf: async (RoleSessionName) => {
      const sts = new STSClient(local.client());
      const RoleArn = `arn:aws:iam::${ACCOUNT}:role/caller`;
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
      const {
        AccessKeyId: accessKeyId = '',
        SecretAccessKey: secretAccessKey = '',
        SessionToken,
      } = Credentials ?? {};
      return { ...http, credentials: { accessKeyId, secretAccessKey, sessionToken: SessionToken } };
    },
    valueOf: async (Name) => {
      const ssm = new SSMClient(local.client());
      const found = await ssm.send(new GetParameterCommand({ Name })).catch(() => undefined);
      return found?.Parameter?.Value;
    },
  };
}

/** Makes a parameter; it must not exist yet. */
export const put = (Name: string) => new PutParameterCommand({ Name, Value: '1', Type: 'String' });

async function createRole(local: TestEndpoint, RoleName: string): Promise<void> {
  const iam = new IAMClient(local.client());
  const allow = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
  const Principal = { Service: 'lambda.amazonaws.com', AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const AssumeRolePolicyDocument = allow({ Principal, Action: 'sts:AssumeRole' });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = allow({ Action: ['ssm:*', 'logs:*', 'sts:AssumeRole'], Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }));
}

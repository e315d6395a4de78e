import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { ActionFunction } from './contract/action-function';
import { type PipelineIdentity, pipelineName } from './contract/names';
import { type FunctionContext, functionOwner } from './function-owner';
import { sessionPolicy } from './session-policy';

const sts = new STSClient();
const cache = new Map<string, RoleCredentials>();

/** Milliseconds before its end at which a session is renewed. */
const RENEWAL_MARGIN = 5 * 60_000;

/** What AWS clients take as `credentials`. */
export type RoleCredentials = ReturnType<typeof sessions>;

/**
 * Credentials of a pipeline's role, limited to what the action function needs with it, so that the function can do no more
 * for a pipeline than the pipeline itself, and no more than its own part of that. They are cached for as long as the
 * function stays warm. The role is one of the function's own account, whatever an event names.
 */
export function pipelineCredentials(
  { roleActions }: ActionFunction,
  identity: PipelineIdentity,
  context: FunctionContext,
): RoleCredentials {
  const { partition, account, functionName } = functionOwner(context);
  const roleArn = `arn:${partition}:iam::${account}:role/${pipelineName(identity)}`;
  const policy = sessionPolicy(roleActions);
  const key = `${roleArn} ${policy}`;
  const credentials = cache.get(key) ?? sessions(roleArn, functionName, policy);
  cache.set(key, credentials);
  return credentials;
}

/**
 * Keeps what is made with a role's credentials for as long as the function stays warm. A client has connections of its own,
 * and a wait is many invocations.
 */
export function perRole<T>(create: (credentials: RoleCredentials) => T): (credentials: RoleCredentials) => T {
  const kept = new WeakMap<RoleCredentials, T>();
  return (credentials) => {
    const made = kept.get(credentials) ?? create(credentials);
    kept.set(credentials, made);
    return made;
  };
}

/** Whether the role trusts the function: not every pipeline needs each of them. @returns once there is a session */
export async function mayAssume(credentials: RoleCredentials): Promise<boolean> {
  try {
    await credentials();
    return true;
  } catch (error) {
    if (/^AccessDenied/.test((error as Error).name)) return false;
    throw error;
  }
}

/** One session for all clients, renewed before it ends; a failed AssumeRole is repeated by the next call. */
function sessions(roleArn: string, sessionName: string, policy: string) {
  let session: ReturnType<typeof assume> | undefined;
  let ends = 0;
  return async () => {
    if (!session || Date.now() > ends - RENEWAL_MARGIN) session = assume(roleArn, sessionName, policy);
    try {
      const credentials = await session;
      ends = credentials.expiration.getTime();
      return credentials;
    } catch (error) {
      session = undefined;
      throw error;
    }
  };
}

async function assume(roleArn: string, sessionName: string, Policy: string) {
  const request = { RoleArn: roleArn, RoleSessionName: sessionName.slice(0, 64), Policy };
  const { Credentials: given } = await sts.send(new AssumeRoleCommand(request));
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken,
    expiration: given?.Expiration ?? new Date(),
  };
}

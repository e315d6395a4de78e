import { randomBytes } from 'node:crypto';
import type { AwsIdentity } from '../kit/aws';
import { AwsError } from '../kit/aws-error';
import { type Caller } from '../kit/operation';

/** The access keys the endpoint has given out, and who calls with them. */
export interface Sessions {
  /**
   * Who calls with a key: the session it was issued for; with twelve digits the root of that account; with anything
   * else the root of the default account.
   * @throws AwsError `ExpiredToken` for a key that another run of the endpoint issued
   */
  callerOf(accessKeyId: string): Caller;
  /** Credentials that make their holder this caller. */
  issue(caller: Omit<Caller, 'accessKeyId'>): AwsIdentity['credentials'];
}

/** Marks keys of ours, so that one of an earlier run is not taken for dummy credentials, which may do everything. */
const PREFIX = 'ASIALOCAL';

/** @param defaultAccount twelve digits */
export function createSessions(defaultAccount: string): Sessions {
  const issued = new Map<string, Caller>();
  return {
    callerOf(accessKeyId) {
      const session = issued.get(accessKeyId);
      if (session) return session;
      if (accessKeyId.startsWith(PREFIX)) {
        throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
      }
      const accountId = /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount;
      return { accessKeyId, accountId, arn: `arn:aws:iam::${accountId}:root` };
    },
    issue(caller) {
      const accessKeyId = `${PREFIX}${randomBytes(8).toString('hex').toUpperCase().slice(0, 11)}`;
      issued.set(accessKeyId, { ...caller, accessKeyId });
      return {
        accessKeyId,
        secretAccessKey: randomBytes(20).toString('hex'),
        sessionToken: randomBytes(32).toString('hex'),
      };
    },
  };
}

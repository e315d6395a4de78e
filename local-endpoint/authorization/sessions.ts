import { randomBytes } from 'node:crypto';
import { AwsError } from '../kit/aws-error';
import type { Sessions } from '../kit/identities';
import type { Caller } from '../kit/operation';

/** Marks issued keys, so that one of an earlier run is not mistaken for dummy credentials, which may do everything. */
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

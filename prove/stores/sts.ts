import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { Store } from './store';

const SESSION_MILLISECONDS = 3_600_000;

/** Sessions of roles. What they may do is not checked here: the rehearsal does that. */
export const sts: Store = { operations: { AssumeRole: assumeRole } };

function assumeRole({ now }: SimulatedAccount, { RoleArn = '' }: AssumeRoleRequest): AssumeRoleResponse {
  return {
    Credentials: {
      AccessKeyId: RoleArn,
      SecretAccessKey: 'none',
      SessionToken: 'none',
      Expiration: new Date(now + SESSION_MILLISECONDS),
    },
  };
}

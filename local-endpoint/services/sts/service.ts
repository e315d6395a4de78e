import type { LocalService } from '../../kit/local-service';
import { assumeRoleOperation } from './operations/assume-role';
import { assumeRoleWithWebIdentity } from './operations/assume-role-with-web-identity';
import { getCallerIdentity } from './operations/get-caller-identity';
import { permissions } from './permissions';

/** Sessions of roles, with the trust policies that moto ignores. */
export const sts: LocalService = {
  name: 'sts',
  otherwise: 'refuse',
  permissions,
  resources: {},
  create({ aws, clock, identities: { sessions, roles }, log }) {
    const now = () => clock.now();
    return {
      operations: {
        AssumeRole: assumeRoleOperation(roles, sessions, now),
        AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity({ aws, reader: roles, sessions, now, log }),
        GetCallerIdentity: getCallerIdentity(roles),
      },
    };
  },
};

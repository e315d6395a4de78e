import type { LocalService } from '../../kit/local-service';
import { assumeRole } from './operations/assume-role';
import { assumeRoleWithWebIdentity } from './operations/assume-role-with-web-identity';
import { getCallerIdentity } from './operations/get-caller-identity';
import { permissions } from './permissions';

/** Sessions of roles, with the trust policies that moto ignores. */
export const sts: LocalService = {
  name: 'sts',
  client: () => import('@aws-sdk/client-sts'),
  otherwise: 'refuse',
  permissions,
  resources: {},
  create: (context) => ({
    operations: {
      AssumeRole: assumeRole(context.identities, () => context.clock.now()),
      AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity(context),
      GetCallerIdentity: getCallerIdentity(context.identities),
    },
  }),
};

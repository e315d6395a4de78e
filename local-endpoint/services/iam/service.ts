import { forgetting } from '../../kit/forgetting';
import type { LocalService } from '../../kit/local-service';
import { permissions } from './permissions';
import { resources } from './resources';

/** What changes what a role may do. */
const WRITES =
  'AttachRolePolicy CreatePolicyVersion CreateRole DeletePolicy DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy PutRolePermissionsBoundary PutRolePolicy SetDefaultPolicyVersion UpdateAssumeRolePolicy UpdateRole';

/** Roles and policies are moto's; what they allow is decided by `authorization/`. */
export const iam: LocalService = {
  name: 'iam',
  otherwise: 'forward',
  permissions,
  resources,
  create: ({ identities }) => ({ observers: forgetting('iam', WRITES, identities.roles) }),
};

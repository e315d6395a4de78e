import { forgetting } from '../../kit/forgetting';
import type { LocalService } from '../../kit/local-service';
import { permissions } from './permissions';
import { resources } from './resources';

/** After these a role may do something else than before. */
const WRITES =
  'AttachRolePolicy CreatePolicyVersion CreateRole DeletePolicy DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy PutRolePermissionsBoundary PutRolePolicy SetDefaultPolicyVersion UpdateAssumeRolePolicy UpdateRole';

/** moto keeps roles and policies; `authorization/` reads them, and decides by them. */
export const iam: LocalService = {
  name: 'iam',
  otherwise: 'forward',
  keepsReads: true,
  writesChange: 'itself',
  writesName: 'RoleName',
  permissions,
  resources,
  create: ({ identities }) => ({ observers: forgetting('iam', WRITES, identities.roles) }),
};

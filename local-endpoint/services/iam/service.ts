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
  client: () => import('@aws-sdk/client-iam'),
  otherwise: 'forward',
  keepsReads: true,
  standsAlone: true,
  writesChange: 'itself',
  resourceOf: ({ RoleName }) => [RoleName],
  leavesReads,
  permissions,
  resources,
  create: ({ identities }) => ({ observers: forgetting('iam', WRITES, identities.roles) }),
};

/**
 * Managed policies are no part of a role, but the number of roles that have one is in its description; moto does not count
 * permissions boundaries. A role's own description has none of its policies.
 */
function leavesReads(write: string): RegExp | undefined {
  if (/^(PutRolePolicy|DeleteRolePolicy)$/.test(write))
    return /^(GetPolicy|GetPolicyVersion|GetRole|ListAttachedRolePolicies)$/;
  if (/^(AttachRolePolicy|DetachRolePolicy)$/.test(write))
    return /^(GetPolicyVersion|GetRole|GetRolePolicy|ListRolePolicies)$/;
  if (write === 'DeleteRole') return /^GetPolicyVersion$/;
  return /^(CreateRole|UpdateRole|UpdateAssumeRolePolicy|TagRole|UntagRole)$/.test(write)
    ? /^GetPolicy(Version)?$/
    : undefined;
}

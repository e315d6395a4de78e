import { anyResource, onResources, type PermissionRule, type PermissionRules } from '../../kit/permissions';

/** Decided by the role's trust policy, in the operation itself, or allowed to everyone. */
const nothing: PermissionRule = () => [];

/** What STS operations need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
export const permissions: PermissionRules = {
  AssumeRole: nothing,
  AssumeRoleWithWebIdentity: nothing,
  GetCallerIdentity: nothing,
  ...onResources(anyResource, 'GetSessionToken DecodeAuthorizationMessage'),
};

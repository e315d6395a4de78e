import { anyResource, onResources, type PermissionRule, type PermissionRules } from '../../kit/permissions';

/** For operations that everyone may call, or that the role's trust policy allows or refuses in the operation itself. */
const nothing: PermissionRule = () => [];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
export const permissions: PermissionRules = {
  AssumeRole: nothing,
  AssumeRoleWithWebIdentity: nothing,
  GetCallerIdentity: nothing,
  ...onResources(anyResource, 'GetSessionToken DecodeAuthorizationMessage'),
};

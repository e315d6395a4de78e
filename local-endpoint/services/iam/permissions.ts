import {
  anyResource,
  type Input,
  onResources,
  type ResourceArns,
  type PermissionRules,
  textOf,
} from '../../kit/permissions';

const role: ResourceArns = (input, call) =>
  global(call.context.caller.accountId, `role${pathOf(input)}${textOf(input, 'RoleName')}`);

const policy: ResourceArns = (input, call) =>
  textOf(input, 'PolicyArn') ||
  global(call.context.caller.accountId, `policy${pathOf(input)}${textOf(input, 'PolicyName')}`);

const profile: ResourceArns = (input, call) =>
  global(
    call.context.caller.accountId,
    `instance-profile${pathOf(input)}${textOf(input, 'InstanceProfileName')}`,
  );

const provider: ResourceArns = (input, call) =>
  textOf(input, 'OpenIDConnectProviderArn') ||
  global(call.context.caller.accountId, `oidc-provider/${textOf(input, 'Url').replace(/^https:\/\//, '')}`);

const global = (account: string, rest: string): string => `arn:aws:iam::${account}:${rest}`;

const pathOf = (input: Input): string => textOf(input, 'Path') || '/';

/** What IAM operations need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'ListPolicies ListRoles ListInstanceProfiles ListOpenIDConnectProviders GetAccountSummary ListAccountAliases',
  ),
  ...onResources(
    role,
    'AttachRolePolicy CreateRole DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies ListRoleTags PutRolePermissionsBoundary PutRolePolicy TagRole UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription',
  ),
  ...onResources(
    policy,
    'CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy GetPolicyVersion ListPolicyVersions SetDefaultPolicyVersion',
  ),
  ...onResources(
    provider,
    'AddClientIDToOpenIDConnectProvider CreateOpenIDConnectProvider DeleteOpenIDConnectProvider GetOpenIDConnectProvider ListOpenIDConnectProviderTags RemoveClientIDFromOpenIDConnectProvider TagOpenIDConnectProvider UntagOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint',
  ),
  ...onResources(
    profile,
    'AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile RemoveRoleFromInstanceProfile',
  ),
};

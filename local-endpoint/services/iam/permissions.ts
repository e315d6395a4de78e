import { anything, type Input, on, type Resources, type Rule, type Rules, text } from '../../kit/permissions';

/** Decided by the role's trust policy, in the operation itself, or allowed to everyone. */
const nothing: Rule = () => [];

/** What STS operations need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
export const sts: Rules = {
  AssumeRole: nothing,
  AssumeRoleWithWebIdentity: nothing,
  GetCallerIdentity: nothing,
  ...on(anything, 'GetSessionToken DecodeAuthorizationMessage'),
};

const role: Resources = (input, call) =>
  global(call.context.caller.accountId, `role${pathOf(input)}${text(input, 'RoleName')}`);

const policy: Resources = (input, call) =>
  text(input, 'PolicyArn') ||
  global(call.context.caller.accountId, `policy${pathOf(input)}${text(input, 'PolicyName')}`);

const profile: Resources = (input, call) =>
  global(
    call.context.caller.accountId,
    `instance-profile${pathOf(input)}${text(input, 'InstanceProfileName')}`,
  );

const provider: Resources = (input, call) =>
  text(input, 'OpenIDConnectProviderArn') ||
  global(call.context.caller.accountId, `oidc-provider/${text(input, 'Url').replace(/^https:\/\//, '')}`);

const global = (account: string, rest: string): string => `arn:aws:iam::${account}:${rest}`;

const pathOf = (input: Input): string => text(input, 'Path') || '/';

/** What IAM operations need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export const iam: Rules = {
  ...on(
    anything,
    'ListPolicies ListRoles ListInstanceProfiles ListOpenIDConnectProviders GetAccountSummary ListAccountAliases',
  ),
  ...on(
    role,
    'AttachRolePolicy CreateRole DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies ListRoleTags PutRolePermissionsBoundary PutRolePolicy TagRole UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription',
  ),
  ...on(
    policy,
    'CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy GetPolicyVersion ListPolicyVersions SetDefaultPolicyVersion',
  ),
  ...on(
    provider,
    'AddClientIDToOpenIDConnectProvider CreateOpenIDConnectProvider DeleteOpenIDConnectProvider GetOpenIDConnectProvider ListOpenIDConnectProviderTags RemoveClientIDFromOpenIDConnectProvider TagOpenIDConnectProvider UntagOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint',
  ),
  ...on(
    profile,
    'AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile RemoveRoleFromInstanceProfile',
  ),
};

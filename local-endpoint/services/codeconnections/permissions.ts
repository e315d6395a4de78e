import {
  type RequiredPermission,
  anyResource,
  arn,
  onResources,
  type PermissionRule,
  type PermissionRules,
  textOf,
} from '../../kit/permissions';

/**
 * The service has two names, and so have its actions: a connection is asked for under the one that its ARN has.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeconnections.html
 */
const aboutConnection =
  (member: string): PermissionRule =>
  ({ input, service, operation }) => {
    const resource = textOf(input, member);
    const prefix = resource.split(':')[2] || service;
    return [
      { action: `${prefix}:${operation}`, resources: [resource || '*'], keys: conditionKeys(input, prefix) },
    ];
  };

/** https://docs.aws.amazon.com/dtconsole/latest/userguide/security-iam.html#permissions-reference-connections-use */
function conditionKeys(input: Parameters<typeof textOf>[0], prefix: string): RequiredPermission['keys'] {
  const repository = textOf(input, 'FullRepositoryId');
  if (!repository) return {};
  return {
    [`${prefix}:FullRepositoryId`]: repository,
    [`${prefix}:BranchName`]: textOf(input, 'BranchName'),
    [`${prefix}:ProviderPermissionsRequired`]: 'read_only',
  };
}

/**
 * To use a connection takes the right under the service's former name as well, as those report who gave only the present one.
 * https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/828
 */
const useConnection: PermissionRule = (call, lookup) => {
  const resource = textOf(call.input, 'ConnectionArn');
  const former = {
    action: 'codestar-connections:UseConnection',
    resources: [resource || '*'],
    keys: conditionKeys(call.input, 'codestar-connections'),
  };
  const present = aboutConnection('ConnectionArn')(call, lookup) as readonly RequiredPermission[];
  return resource.split(':')[2] === 'codestar-connections' ? [former] : [...present, former];
};

const forEach = (rule: PermissionRule, operations: string): PermissionRules =>
  Object.fromEntries(operations.split(' ').map((operation) => [operation, rule]));

/** What CodeConnections operations need. */
export const permissions: PermissionRules = {
  ...onResources((_, call) => arn(call, 'connection/*'), 'CreateConnection'),
  ...onResources(anyResource, 'ListConnections'),
  ...forEach(aboutConnection('ConnectionArn'), 'GetConnection DeleteConnection'),
  UseConnection: useConnection,
  ...forEach(aboutConnection('ResourceArn'), 'TagResource UntagResource ListTagsForResource'),
};

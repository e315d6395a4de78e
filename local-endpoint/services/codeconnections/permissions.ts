import { type Access, anything, arn, on, type Rule, type Rules, text } from '../../kit/permissions';

/**
 * The service has two names, and so have its actions: a connection is asked for under the one that its ARN has.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeconnections.html
 */
const aboutConnection =
  (member: string): Rule =>
  ({ input, service, operation }) => {
    const resource = text(input, member);
    const prefix = resource.split(':')[2] || service;
    return [
      { action: `${prefix}:${operation}`, resources: [resource || '*'], keys: conditionKeys(input, prefix) },
    ];
  };

/** https://docs.aws.amazon.com/dtconsole/latest/userguide/security-iam.html#permissions-reference-connections-use */
function conditionKeys(input: Parameters<typeof text>[0], prefix: string): Access['keys'] {
  const repository = text(input, 'FullRepositoryId');
  if (!repository) return {};
  return {
    [`${prefix}:FullRepositoryId`]: repository,
    [`${prefix}:BranchName`]: text(input, 'BranchName'),
    [`${prefix}:ProviderPermissionsRequired`]: 'read_only',
  };
}

/**
 * To use a connection takes the right under the service's former name as well, as those report who gave only the present one.
 * https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/828
 */
const useConnection: Rule = (call, look) => {
  const resource = text(call.input, 'ConnectionArn');
  const former = {
    action: 'codestar-connections:UseConnection',
    resources: [resource || '*'],
    keys: conditionKeys(call.input, 'codestar-connections'),
  };
  const present = aboutConnection('ConnectionArn')(call, look) as readonly Access[];
  return resource.split(':')[2] === 'codestar-connections' ? [former] : [...present, former];
};

const forEach = (rule: Rule, operations: string): Rules =>
  Object.fromEntries(operations.split(' ').map((operation) => [operation, rule]));

/** What CodeConnections operations need. */
export const codeconnections: Rules = {
  ...on((_, call) => arn(call, 'connection/*'), 'CreateConnection'),
  ...on(anything, 'ListConnections'),
  ...forEach(aboutConnection('ConnectionArn'), 'GetConnection DeleteConnection'),
  UseConnection: useConnection,
  ...forEach(aboutConnection('ResourceArn'), 'TagResource UntagResource ListTagsForResource'),
};

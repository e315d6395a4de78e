import {
  anyResource,
  arn,
  onResources,
  type ResourceArns,
  type PermissionRules,
  textOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
const group: ResourceArns = (input, call) =>
  arn(call, `log-group:${groupName(textOf(input, 'logGroupName'), input)}:*`);

const stream: ResourceArns = (input, call) => {
  const name = groupName(textOf(input, 'logGroupName'), input);
  return arn(call, `log-group:${name}:log-stream:${textOf(input, 'logStreamName') || '*'}`);
};

const groupName = (name: string, input: unknown): string =>
  name ||
  /:log-group:([^:]+)/.exec(textOf(input, 'logGroupIdentifier'))?.[1] ||
  textOf(input, 'logGroupIdentifier') ||
  '*';

/** What CloudWatch Logs operations need; group ARNs end in `:*` in policies. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'DescribeLogGroups DescribeQueries DescribeResourcePolicies PutResourcePolicy DeleteResourcePolicy StopQuery',
  ),
  ...onResources(
    group,
    'CreateLogGroup DeleteLogGroup DeleteMetricFilter DeleteRetentionPolicy DeleteSubscriptionFilter DescribeLogStreams DescribeMetricFilters DescribeSubscriptionFilters FilterLogEvents PutMetricFilter PutRetentionPolicy PutSubscriptionFilter StartQuery AssociateKmsKey DisassociateKmsKey TagLogGroup UntagLogGroup ListTagsLogGroup',
  ),
  ...onResources(stream, 'CreateLogStream DeleteLogStream GetLogEvents PutLogEvents'),
  ...onResources((input) => textOf(input, 'resourceArn'), 'TagResource UntagResource ListTagsForResource'),
};

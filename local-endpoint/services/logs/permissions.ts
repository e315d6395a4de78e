import { anything, arn, on, type Resources, type Rules, text } from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
const group: Resources = (input, call) =>
  arn(call, `log-group:${groupName(text(input, 'logGroupName'), input)}:*`);

const stream: Resources = (input, call) => {
  const name = groupName(text(input, 'logGroupName'), input);
  return arn(call, `log-group:${name}:log-stream:${text(input, 'logStreamName') || '*'}`);
};

const groupName = (name: string, input: unknown): string =>
  name ||
  /:log-group:([^:]+)/.exec(text(input, 'logGroupIdentifier'))?.[1] ||
  text(input, 'logGroupIdentifier') ||
  '*';

/** What CloudWatch Logs operations need; group ARNs end in `:*` in policies. */
export const logs: Rules = {
  ...on(
    anything,
    'DescribeLogGroups DescribeQueries DescribeResourcePolicies PutResourcePolicy DeleteResourcePolicy StopQuery',
  ),
  ...on(
    group,
    'CreateLogGroup DeleteLogGroup DeleteMetricFilter DeleteRetentionPolicy DeleteSubscriptionFilter DescribeLogStreams DescribeMetricFilters DescribeSubscriptionFilters FilterLogEvents PutMetricFilter PutRetentionPolicy PutSubscriptionFilter StartQuery AssociateKmsKey DisassociateKmsKey TagLogGroup UntagLogGroup ListTagsLogGroup',
  ),
  ...on(stream, 'CreateLogStream DeleteLogStream GetLogEvents PutLogEvents'),
  ...on((input) => text(input, 'resourceArn'), 'TagResource UntagResource ListTagsForResource'),
};

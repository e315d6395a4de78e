import {
  anyResource,
  arn,
  onResources,
  type ResourceArns,
  type PermissionRules,
  textOf,
  textsOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
const alarm: ResourceArns = (input, call) => arn(call, `alarm:${textOf(input, 'AlarmName') || '*'}`);

const alarms: ResourceArns = (input, call) => {
  const names = textsOf(input, 'AlarmNames');
  return (names.length > 0 ? names : ['*']).map((name) => arn(call, `alarm:${name}`));
};

/** What CloudWatch operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'DescribeAlarmsForMetric GetMetricData GetMetricStatistics ListMetrics PutMetricData ListDashboards',
  ),
  ...onResources(alarm, 'DescribeAlarmHistory PutCompositeAlarm PutMetricAlarm SetAlarmState'),
  ...onResources(alarms, 'DeleteAlarms DescribeAlarms DisableAlarmActions EnableAlarmActions'),
  ...onResources((input) => textOf(input, 'ResourceARN'), 'TagResource UntagResource ListTagsForResource'),
};

import { anything, arn, on, type Resources, type Rules, text, texts } from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
const alarm: Resources = (input, call) => arn(call, `alarm:${text(input, 'AlarmName') || '*'}`);

const alarms: Resources = (input, call) => {
  const names = texts(input, 'AlarmNames');
  return (names.length > 0 ? names : ['*']).map((name) => arn(call, `alarm:${name}`));
};

/** What CloudWatch operations need. */
export const cloudwatch: Rules = {
  ...on(
    anything,
    'DescribeAlarmsForMetric GetMetricData GetMetricStatistics ListMetrics PutMetricData ListDashboards',
  ),
  ...on(alarm, 'DescribeAlarmHistory PutCompositeAlarm PutMetricAlarm SetAlarmState'),
  ...on(alarms, 'DeleteAlarms DescribeAlarms DisableAlarmActions EnableAlarmActions'),
  ...on((input) => text(input, 'ResourceARN'), 'TagResource UntagResource ListTagsForResource'),
};

import { CfnAlarm, type CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface AlarmOnOneProps
  extends Required<
    Pick<
      CfnAlarmProps,
      'alarmName' | 'alarmDescription' | 'namespace' | 'metricName' | 'dimensions' | 'statistic'
    >
  > {
  /** ARN of the topic that it publishes to. */
  readonly topic: string;
}

/** An alarm on something that is not to happen even once a minute. No data is as good as none of it. */
export function alarmOnOne(scope: Construct, id: string, { topic, ...metric }: AlarmOnOneProps): CfnAlarm {
  return new CfnAlarm(scope, id, {
    ...metric,
    period: 60,
    evaluationPeriods: 1,
    threshold: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    treatMissingData: 'notBreaching',
    alarmActions: [topic],
  });
}

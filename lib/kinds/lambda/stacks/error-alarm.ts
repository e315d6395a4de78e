import type { Construct } from 'constructs';
import { notificationTopicName, type PipelineIdentity } from '../../../../handlers/contract/names';
import { alarmOnOne } from '../../../foundation/alarm';
import type { Arns } from '../../../pipeline/arns';
import type { LambdaFunction } from '../config/model';
import { errorAlarmName, functionName } from '../config/names';

export interface ErrorAlarmProps {
  readonly identity: PipelineIdentity;
  readonly arns: Arns;
  readonly released: LambdaFunction;
  /** Whose callers count. */
  readonly alias: string;
}

/**
 * An alarm on the errors that callers of a function's alias get, which notifies the environment's topic.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
 */
export function errorAlarm(scope: Construct, { identity, arns, released, alias }: ErrorAlarmProps): void {
  const name = functionName(identity, released);
  alarmOnOne(scope, 'Errors', {
    alarmName: errorAlarmName(identity, released),
    alarmDescription: 'The function failed for a caller of the alias: its log has the reason',
    namespace: 'AWS/Lambda',
    metricName: 'Errors',
    dimensions: [
      { name: 'FunctionName', value: name },
      { name: 'Resource', value: `${name}:${alias}` },
    ],
    statistic: 'Sum',
    topic: arns.topic(notificationTopicName(identity.prefix, identity.environment)),
  });
}

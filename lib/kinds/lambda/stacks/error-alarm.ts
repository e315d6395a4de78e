import type { Construct } from 'constructs';
import { notificationTopicName } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import { alarmOnOne } from '../../../foundation/alarm';
import { Arns } from '../../../pipeline/arns';
import type { LambdaFunction, LambdaPipeline } from '../config/model';
import { errorAlarmName, functionName } from '../config/names';

export interface ErrorAlarmProps {
  /** The pipeline that moves the alias whose callers count. */
  readonly pipeline: LambdaPipeline;
  readonly released: LambdaFunction;
}

/**
 * An alarm on the errors that callers of a function's alias get, which notifies the environment's topic.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
 */
export function errorAlarm(scope: Construct, { pipeline, released }: ErrorAlarmProps): void {
  const name = functionName(pipeline, released);
  const identity = identityOf(pipeline);
  const { alias } = pipeline.deploy;
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
    topic: Arns.of(pipeline.environment).topic(notificationTopicName(identity.prefix, identity.environment)),
  });
}

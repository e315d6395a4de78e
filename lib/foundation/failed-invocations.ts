import { Validations } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { foundationName } from '../../handlers/contract/names';

export interface FailedInvocationsProps {
  readonly prefix: string;
  /** The environment's name. */
  readonly environment: string;
  /** ARN of the topic that the alarm publishes to. */
  readonly topic: string;
}

/** Fourteen days, the longest that SQS keeps a message. */
const RETENTION_SECONDS = 1_209_600;

/** The dead-letter queue of the action functions: asynchronous invocations that failed after every retry, and an alarm. */
export class FailedInvocations extends Construct {
  readonly queue: CfnQueue;

  constructor(scope: Construct, id: string, { prefix, environment, topic }: FailedInvocationsProps) {
    super(scope, id);
    const name = `${foundationName(prefix, environment)}-failed-invocations`;
    this.queue = new CfnQueue(this, 'Queue', {
      queueName: name,
      sqsManagedSseEnabled: true,
      messageRetentionPeriod: RETENTION_SECONDS,
    });
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is the dead-letter queue; people read it, nothing else receives from it',
    });
    new CfnQueuePolicy(this, 'Policy', {
      queues: [this.queue.ref],
      policyDocument: { Version: '2012-10-17', Statement: [refusePlainHttp(this.queue.attrArn)] },
    });
    new CfnAlarm(this, 'Alarm', {
      alarmName: name,
      alarmDescription: 'An action function failed after every retry: the event is in the queue of this name',
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: [{ name: 'QueueName', value: this.queue.attrQueueName }],
      statistic: 'Maximum',
      period: 60,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      alarmActions: [topic],
    });
  }
}

function refusePlainHttp(queue: string): object {
  return {
    Sid: 'RefusePlainHttp',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'sqs:*',
    Resource: queue,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

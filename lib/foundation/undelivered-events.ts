import { Validations } from 'aws-cdk-lib';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { undeliveredEventsName } from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import type { Arns } from '../pipeline/arns';
import { oneOrMany } from '../pipeline/grant';
import { alarmOnOne } from './alarm';

export interface UndeliveredEventsProps {
  readonly prefix: string;
  readonly environment: Environment;
  readonly arns: Arns;
  /** ARN of the key that encrypts the messages. */
  readonly keyArn: string;
  /** ARN of the topic that the alarm publishes to. */
  readonly topic: string;
}

/** Two days: time to send an event again, and no archive. */
const RETENTION_SECONDS = 172_800;

/**
 * The dead-letter queue of every EventBridge target of the environment: those of its pipelines' stacks, which name it by
 * its deterministic name, and the foundation's own. A message in it is a release that did not start, a notification that
 * nobody got, or a deployment that was not recorded, so that an alarm watches it. EventBridge writes why into the message's
 * attributes. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export class UndeliveredEvents extends Construct {
  readonly queue: CfnQueue;

  constructor(scope: Construct, id: string, props: UndeliveredEventsProps) {
    super(scope, id);
    const { prefix, environment, arns, keyArn, topic } = props;
    const name = undeliveredEventsName(prefix, environment.name);
    this.queue = new CfnQueue(this, 'Queue', {
      queueName: name,
      kmsMasterKeyId: keyArn,
      messageRetentionPeriod: RETENTION_SECONDS,
    });
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is the dead-letter queue; people read it, nothing else receives from it',
    });
    new CfnQueuePolicy(this, 'Policy', {
      queues: [this.queue.ref],
      policyDocument: { Version: '2012-10-17', Statement: statements(arns.queue(name), environment, arns) },
    });
    alarmOnOne(this, 'Alarm', {
      alarmName: name,
      alarmDescription:
        'EventBridge could not deliver an event: it is in the queue of this name, with the reason, for those whom eventReaders of the environment names',
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: [{ name: 'QueueName', value: this.queue.attrQueueName }],
      statistic: 'Maximum',
      topic,
    });
  }
}

/** Rules of this account alone write; whom the environment names reads, whatever else somebody's own policies allow. */
function statements(queue: string, { eventReaders }: Environment, arns: Arns): object[] {
  const deny = (Sid: string, actions: readonly string[], Condition?: object): object => ({
    ...{ Sid, Effect: 'Deny', Principal: { AWS: '*' }, Action: oneOrMany(actions), Resource: queue },
    ...(Condition && { Condition }),
  });
  return [
    {
      Sid: 'Events',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
      // The ARN names the account too; AWS documents no other key of these requests.
      Condition: { ArnLike: { 'aws:SourceArn': arns.rule('*') } },
    },
    deny('EventsOnly', ['sqs:SendMessage'], { Bool: { 'aws:PrincipalIsAWSService': 'false' } }),
    deny(
      'NamedReaders',
      ['sqs:DeleteMessage', 'sqs:PurgeQueue', 'sqs:ReceiveMessage'],
      eventReaders.length > 0 ? { ArnNotLike: { 'aws:PrincipalArn': eventReaders } } : undefined,
    ),
    deny('RefusePlainHttp', ['sqs:*'], { Bool: { 'aws:SecureTransport': 'false' } }),
  ];
}

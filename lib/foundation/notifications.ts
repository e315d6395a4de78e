import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { notificationTopicName } from '../../handlers/contract/names';
import type { Environment } from '../config/model';

export interface NotificationsProps {
  readonly prefix: string;
  readonly environment: Environment;
  /** ARN of the key that encrypts the messages. */
  readonly keyArn: string;
}

/**
 * The environment's SNS topic. Pipelines publish requests for approval to it, EventBridge pipelines that failed and
 * deployments that failed, were stopped or rolled back, and CloudWatch what could not be delivered and action functions
 * that failed after every retry.
 */
export class Notifications extends Construct {
  /** ARN. */
  readonly topic: string;

  constructor(scope: Construct, id: string, { prefix, environment, keyArn }: NotificationsProps) {
    super(scope, id);
    const topic = new CfnTopic(this, 'Topic', {
      topicName: notificationTopicName(prefix, environment.name),
      displayName: `${prefix} pipelines in ${environment.name}`,
      kmsMasterKeyId: keyArn,
    });
    this.topic = topic.ref;
    new CfnTopicPolicy(this, 'Policy', {
      topics: [topic.ref],
      policyDocument: {
        Version: '2012-10-17',
        Statement: statements(topic.ref, environment.account),
      },
    });
    environment.approvers.forEach((endpoint, index) => {
      new CfnSubscription(this, `Approver${index + 1}`, { topicArn: topic.ref, protocol: 'email', endpoint });
    });
  }
}

/**
 * EventBridge is not among them: a topic's statement for it cannot have a condition, and would let in the rules of every
 * account. It publishes with the environment's events role.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
function statements(topic: string, account: string): object[] {
  const publish = { Effect: 'Allow', Action: 'sns:Publish', Resource: topic };
  return [
    {
      Sid: 'Alarms',
      ...publish,
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
    {
      Sid: 'RefusePlainHttp',
      ...publish,
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ];
}

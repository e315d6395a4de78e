import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { notificationTopicName } from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import { mailRules } from './mails';

export interface NotificationsProps {
  readonly prefix: string;
  readonly environment: Environment;
  /** ARN of the key that encrypts the messages. */
  readonly keyArn: string;
}

/**
 * What people of an environment are told: that an approval is asked for (by the pipeline itself), that a pipeline failed,
 * that a deployment failed, was stopped or rolled back, and that an action function's invocation failed for good.
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
    mailRules(this, { prefix, environment, topic: topic.ref });
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
function statements(topic: string, account: string): object[] {
  const publish = { Effect: 'Allow', Action: 'sns:Publish', Resource: topic };
  return [
    { Sid: 'Events', ...publish, Principal: { Service: 'events.amazonaws.com' } },
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

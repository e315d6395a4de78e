import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { clientOf } from '../../../kit/client';

/**
 * Publishes a notification to those topics of a group that are configured for it; a topic that cannot be reached is
 * logged.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html
 * @param type for example `autoscaling:EC2_INSTANCE_LAUNCH`
 */
export function notifyTopics(
  store: AutoScalingStore,
  group: GroupRecord,
  type: string,
  detail: Readonly<Record<string, unknown>>,
): void {
  const topics = group.notifications.filter(({ NotificationType }) => NotificationType === type);
  for (const { TopicARN = '' } of topics)
    publish(store, group, TopicARN, type, detail).catch((error: Error) => {
      store.context.log(`autoscaling: group ${group.name} could not notify ${TopicARN}: ${error.message}`);
    });
}

/** Publishes to one topic, as the service-linked role does it. */
export async function publish(
  store: AutoScalingStore,
  group: GroupRecord,
  TopicArn: string,
  type: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { account, name, arn } = group;
  const message = {
    Service: 'AWS Auto Scaling',
    Time: store.now().toISOString(),
    AccountId: account,
    AutoScalingGroupARN: arn,
    AutoScalingGroupName: name,
    Event: type,
    ...detail,
  };
  const sns = clientOf(SNSClient, store.asService(group));
  const command = new PublishCommand({
    TopicArn,
    Subject: `Auto Scaling: ${type.replace('autoscaling:', '')} for group "${name}"`.slice(0, 100),
    Message: JSON.stringify(message),
  });
  await sns.send(command);
}

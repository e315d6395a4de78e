import { randomUUID } from 'node:crypto';
import type { LifecycleHook } from '@aws-sdk/client-auto-scaling';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { parseArn } from '../../../kit/arn';
import { invalid } from '../input';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';

/**
 * Sends a lifecycle action to the hook's topic or queue, with the hook's role; what fails is logged.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/prepare-for-lifecycle-notifications.html
 */
export function notifyHookTarget(
  store: AutoScalingStore,
  group: GroupRecord,
  hook: LifecycleHook,
  detail: Readonly<Record<string, unknown>>,
): void {
  if (!hook.NotificationTargetARN) return;
  send(store, group, hook, detail).catch((error: Error) => {
    store.context.log(`autoscaling: hook ${hook.LifecycleHookName} of ${group.name}: ${error.message}`);
  });
}

/**
 * Sends a test notification, as AWS does when a hook is put.
 * @throws AwsError `ValidationError` where the role may not, or the target does not exist
 */
export async function testHookTarget(
  store: AutoScalingStore,
  group: Pick<GroupRecord, 'account' | 'region' | 'arn' | 'name'>,
  hook: LifecycleHook,
): Promise<void> {
  const { NotificationTargetARN: target, RoleARN } = hook;
  if (!target) return;
  const detail = { Event: 'autoscaling:TEST_NOTIFICATION', RequestId: randomUUID() };
  await send(store, group, hook, detail).catch(() => {
    throw invalid(
      `Unable to publish test message to notification target ${target} using IAM role ${RoleARN}. Please check your target and role configuration and try to put lifecycle hook again.`,
    );
  });
}

async function send(
  store: AutoScalingStore,
  { account, region, arn, name }: Pick<GroupRecord, 'account' | 'region' | 'arn' | 'name'>,
  { NotificationTargetARN = '', RoleARN = '' }: LifecycleHook,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const target = parseArn(NotificationTargetARN);
  const identity = await store.context.aws.asRole(RoleARN, region, 'autoscaling.amazonaws.com', arn);
  const message = JSON.stringify({
    Service: 'AWS Auto Scaling',
    Time: store.now().toISOString(),
    AccountId: account,
    AutoScalingGroupName: name,
    ...detail,
  });
  if (target?.service === 'sqs') {
    const QueueUrl = `${identity.endpoint}/${target.account}/${target.resource}`;
    await new SQSClient(identity).send(new SendMessageCommand({ QueueUrl, MessageBody: message }));
    return;
  }
  const Subject = `Auto Scaling: Lifecycle action for group "${name}"`.slice(0, 100);
  const command = new PublishCommand({ TopicArn: NotificationTargetARN, Subject, Message: message });
  await new SNSClient(identity).send(command);
}

import { randomUUID } from 'node:crypto';
import { formatArn } from '../../../kit/arn';
import type { GroupInstance, GroupRecord, HookWait, ScalingActivity } from '../model';
import { notifyTopics } from '../notify/topics';
import type { AutoScalingStore } from '../store';

/** What an instance event reports. */
export type InstanceEvent =
  | 'Launch Successful'
  | 'Launch Unsuccessful'
  | 'Terminate Successful'
  | 'Terminate Unsuccessful';

/** As notifications name the events. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html */
const NOTIFICATION_TYPES: Readonly<Record<InstanceEvent, string>> = {
  'Launch Successful': 'autoscaling:EC2_INSTANCE_LAUNCH',
  'Launch Unsuccessful': 'autoscaling:EC2_INSTANCE_LAUNCH_ERROR',
  'Terminate Successful': 'autoscaling:EC2_INSTANCE_TERMINATE',
  'Terminate Unsuccessful': 'autoscaling:EC2_INSTANCE_TERMINATE_ERROR',
};

/**
 * Emits the event of a launch or termination, and publishes it to the group's topics.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
 */
export function emitInstanceEvent(
  store: AutoScalingStore,
  group: GroupRecord,
  event: InstanceEvent,
  activity: ScalingActivity,
  instance?: Pick<GroupInstance, 'id'>,
): void {
  const launches = event.startsWith('Launch');
  const detail = {
    StatusCode: event.endsWith('Unsuccessful') ? 'Failed' : 'InProgress',
    Description: activity.description,
    AutoScalingGroupName: group.name,
    ActivityId: activity.id,
    Details: JSON.parse(activity.details) as Record<string, string>,
    RequestId: activity.id,
    StatusMessage: activity.statusMessage ?? '',
    StartTime: activity.startedAt.toISOString(),
    EndTime: store.now().toISOString(),
    EC2InstanceId: instance?.id ?? '',
    Cause: activity.cause,
    Origin: launches ? 'EC2' : 'AutoScalingGroup',
    Destination: launches ? 'AutoScalingGroup' : 'EC2',
  };
  emit(store, group, `EC2 Instance ${event}`, detail, instance);
  notifyTopics(store, group, NOTIFICATION_TYPES[event], detail);
}

/** Emits the event of a lifecycle action that begins. */
export function emitLifecycleAction(
  store: AutoScalingStore,
  group: GroupRecord,
  instance: GroupInstance,
  { hook, token }: HookWait,
): Record<string, string | undefined> {
  const launches = hook.LifecycleTransition === 'autoscaling:EC2_INSTANCE_LAUNCHING';
  const detail = {
    LifecycleActionToken: token,
    AutoScalingGroupName: group.name,
    LifecycleHookName: hook.LifecycleHookName,
    EC2InstanceId: instance.id,
    LifecycleTransition: hook.LifecycleTransition,
    NotificationMetadata: hook.NotificationMetadata,
    Origin: launches ? 'EC2' : 'AutoScalingGroup',
    Destination: launches ? 'AutoScalingGroup' : 'EC2',
  };
  emit(store, group, `EC2 Instance-${launches ? 'launch' : 'terminate'} Lifecycle Action`, detail, instance);
  return detail;
}

/** Emits an event of an instance refresh. @param what for example `Started` */
export function emitRefresh(
  store: AutoScalingStore,
  group: GroupRecord,
  what: string,
  detail: Record<string, unknown>,
): void {
  emit(store, group, `EC2 Auto Scaling Instance Refresh ${what}`, {
    ...detail,
    AutoScalingGroupName: group.name,
  });
}

function emit(
  store: AutoScalingStore,
  group: GroupRecord,
  detailType: string,
  detail: Record<string, unknown>,
  instance?: Pick<GroupInstance, 'id'>,
): void {
  const { account, region } = group;
  const instances = instance ? [formatArn('ec2', group, `instance/${instance.id}`)] : [];
  store.context.bus.emit({
    source: 'aws.autoscaling',
    'detail-type': detailType,
    account,
    region,
    resources: [group.arn, ...instances],
    detail: JSON.parse(JSON.stringify(detail)) as Record<string, unknown>,
  });
}

/** An id of a lifecycle action. */
export const newToken = (): string => randomUUID();

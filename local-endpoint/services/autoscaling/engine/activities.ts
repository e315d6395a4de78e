import { randomUUID } from 'node:crypto';
import type { GroupInstance, GroupRecord, GroupSubnet, ScalingActivity } from '../model';
import type { AutoScalingStore } from '../store';
import { inCause } from './timing';

/** How many activities of a group are kept; AWS keeps those of six weeks. */
const MAX_ACTIVITIES = 10_000;

/** Adds an activity that begins now. */
export function addActivity(
  store: AutoScalingStore,
  group: GroupRecord,
  begun: Pick<ScalingActivity, 'description' | 'cause' | 'status'> &
    Partial<Pick<ScalingActivity, 'progress' | 'statusMessage' | 'endedAt'>>,
  subnet?: GroupSubnet,
): ScalingActivity {
  const activity: ScalingActivity = {
    id: randomUUID(),
    group,
    startedAt: store.now(),
    progress: 0,
    details: JSON.stringify(subnet ? { 'Subnet ID': subnet.id, 'Availability Zone': subnet.zone } : {}),
    ...begun,
  };
  group.activities.unshift(activity);
  group.activities.splice(MAX_ACTIVITIES);
  return activity;
}

/** Ends the activity of an instance. */
export function endActivity(
  store: AutoScalingStore,
  { activity }: Pick<GroupInstance, 'activity'>,
  status: 'Successful' | 'Failed' | 'Cancelled',
  statusMessage?: string,
): void {
  activity.status = status;
  activity.progress = 100;
  activity.endedAt = store.now();
  if (statusMessage !== undefined) activity.statusMessage = statusMessage;
}

/** The sentences of a cause: when, and what happened. Two blanks are between them, as in AWS. */
export function causeOf(store: AutoScalingStore, group: GroupRecord, ...events: readonly string[]): string {
  const now = inCause(store.now());
  return [group.cause, ...events.map((event) => `At ${now} ${event}.`)].filter(Boolean).join('  ');
}

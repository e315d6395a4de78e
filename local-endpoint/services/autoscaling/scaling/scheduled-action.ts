import type {
  ScheduledUpdateGroupAction,
  ScheduledUpdateGroupActionRequest,
} from '@aws-sdk/client-auto-scaling';
import { constraintsCause, setDesired } from '../engine/resize';
import { earliest } from '../engine/earliest';
import { invalid } from '../input';
import type { GroupRecord, ScheduledActionRecord } from '../model';
import { type AutoScalingStore, newArn } from '../store';
import { nextRecurrence } from './cron';

/**
 * A scheduled action of a group.
 * @throws AwsError `ValidationError` for what AWS does not take
 */
export function scheduledActionOf(
  store: AutoScalingStore,
  group: GroupRecord,
  given: ScheduledUpdateGroupActionRequest & { readonly Time?: Date },
): ScheduledActionRecord {
  const { ScheduledActionName: name = '', Recurrence, EndTime, TimeZone, ...sizes } = given;
  const { MinSize, MaxSize, DesiredCapacity } = sizes;
  const StartTime = given.StartTime ?? given.Time;
  const now = store.now();
  if (MinSize === undefined && MaxSize === undefined && DesiredCapacity === undefined)
    throw invalid('At least one of MinSize, MaxSize, or DesiredCapacity must be specified');
  checkOrder(MinSize, MaxSize, DesiredCapacity);
  if (!StartTime && !Recurrence) throw invalid('Either StartTime or Recurrence must be specified');
  if (StartTime && StartTime <= now) throw invalid('Given start time is in the past');
  if (EndTime && EndTime <= (StartTime ?? now)) throw invalid('End time must be after start time');
  const before = group.scheduled.get(name)?.action;
  const rest = `autoScalingGroupName/${group.name}:scheduledActionName/${name}`;
  const action: ScheduledUpdateGroupAction = {
    AutoScalingGroupName: group.name,
    ScheduledActionName: name,
    ScheduledActionARN: before?.ScheduledActionARN ?? newArn(group, 'scheduledUpdateGroupAction', rest),
    Recurrence,
    EndTime,
    MinSize,
    MaxSize,
    DesiredCapacity,
    ...(Recurrence ? { TimeZone: TimeZone ?? 'UTC' } : {}),
  };
  const next = StartTime ?? nextTime(action, now);
  return { action: { ...action, StartTime: next, Time: next }, next };
}

function checkOrder(min?: number, max?: number, desired?: number): void {
  if (min !== undefined && max !== undefined && min > max)
    throw invalid(`Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  if (desired !== undefined && min !== undefined && desired < min)
    throw invalid('Desired capacity must be greater than or equal to min size');
  if (desired !== undefined && max !== undefined && desired > max)
    throw invalid('Desired capacity must be less than or equal to max size');
}

function nextTime(
  { Recurrence, TimeZone = 'UTC', EndTime }: ScheduledUpdateGroupAction,
  after: Date,
): Date | undefined {
  if (!Recurrence) return undefined;
  const next = nextRecurrence(Recurrence, TimeZone, after);
  return next && EndTime && next > EndTime ? undefined : next;
}

/** Runs the scheduled actions that are due. One without a recurrence, or past its end, is deleted then, as in AWS. */
export async function runScheduled(store: AutoScalingStore, group: GroupRecord): Promise<Date | undefined> {
  const now = store.now();
  for (const [name, { action, next }] of [...group.scheduled]) {
    if (!next || next > now) continue;
    if (!group.suspended.has('ScheduledActions')) run(store, group, action);
    const following = nextTime(action, now);
    if (following)
      group.scheduled.set(name, {
        action: { ...action, StartTime: following, Time: following },
        next: following,
      });
    else group.scheduled.delete(name);
  }
  return earliest([...group.scheduled.values()].map(({ next }) => next));
}

/** The desired capacity follows the bounds. */
function run(store: AutoScalingStore, group: GroupRecord, action: ScheduledUpdateGroupAction): void {
  const MinSize = action.MinSize ?? group.settings.MinSize;
  const MaxSize = Math.max(action.MaxSize ?? group.settings.MaxSize, MinSize);
  group.settings = { ...group.settings, MinSize, MaxSize };
  const desired = Math.min(Math.max(action.DesiredCapacity ?? group.desired, MinSize), MaxSize);
  setDesired(store, group, desired, constraintsCause('a scheduled action', group.settings, desired));
}

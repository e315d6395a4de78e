import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { inCause } from './timing';

/**
 * Changes the desired capacity of a group; whoever does it wakes its engine.
 * @param why continues "At TIME", for example `a user request explicitly set group desired capacity`
 */
export function setDesired(store: AutoScalingStore, group: GroupRecord, desired: number, why: string): void {
  if (desired === group.desired) return;
  group.cause = `At ${inCause(store.now())} ${why} changing the desired capacity from ${group.desired} to ${desired}.`;
  group.desired = desired;
  group.backoff = undefined;
}

/** What the cause of a change of sizes begins with. @param by for example `a user request` */
export const constraintsCause = (
  by: string,
  { MinSize, MaxSize }: GroupRecord['settings'],
  desired: number,
) => `${by} update of AutoScalingGroup constraints to min: ${MinSize}, max: ${MaxSize}, desired: ${desired}`;

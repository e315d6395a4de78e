import { emitRefresh } from '../engine/events';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import type { RefreshRecord } from './model';

/** How a refresh ends. */
type EndStatus = 'Successful' | 'Failed' | 'Cancelled' | 'RollbackSuccessful' | 'RollbackFailed';

const EVENTS: Readonly<Record<EndStatus, string>> = {
  Successful: 'Succeeded',
  Failed: 'Failed',
  Cancelled: 'Cancelled',
  RollbackSuccessful: 'Rollback Succeeded',
  RollbackFailed: 'Rollback Failed',
};

/** Ends a refresh. One that succeeds leaves its desired configuration to the group. */
export function endRefresh(
  store: AutoScalingStore,
  group: GroupRecord,
  refresh: RefreshRecord,
  status: EndStatus,
  reason?: string,
): void {
  refresh.status = status;
  refresh.endedAt = store.now();
  refresh.surplus = 0;
  if (reason !== undefined) refresh.reason = reason;
  if (status === 'Successful') group.launch = refresh.target;
  emitRefresh(store, group, EVENTS[status], { InstanceRefreshId: refresh.id });
}

/** Has the instances that were replaced, and those that were launched meanwhile, replaced by such as there were before. */
export function beginRollback(
  store: AutoScalingStore,
  group: GroupRecord,
  refresh: RefreshRecord,
  reason: string,
): void {
  refresh.rollback = {
    reason,
    startedAt: store.now(),
    percentage: percentageOf(refresh),
    remaining: remainingOf(refresh),
  };
  refresh.status = 'RollbackInProgress';
  refresh.reason = reason;
  refresh.target = refresh.previous;
  refresh.waitUntil = undefined;
  refresh.progressAt = store.now();
  refresh.done = 0;
  refresh.total = -1;
  const isNew = (launchedAt: Date): boolean => launchedAt >= refresh.startedAt;
  refresh.old = group.instances
    .filter(({ launchedAt, ending }) => isNew(launchedAt) && !ending)
    .map(({ id }) => id);
  emitRefresh(store, group, 'Rollback Started', { InstanceRefreshId: refresh.id });
}

/**
 * How many percent of the instances are replaced; in a rollback the value goes gradually back down to zero.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html
 */
export function percentageOf({ total, done, rollback }: RefreshRecord): number {
  const share = total < 0 ? 0 : total === 0 ? 1 : done / total;
  return Math.floor(rollback ? (1 - share) * rollback.percentage : share * 100);
}

/** How many instances are not replaced yet; in a rollback, how many need not be. */
export const remainingOf = ({ total, done, rollback }: RefreshRecord): number =>
  rollback?.remaining ?? Math.max(total - done, 0);

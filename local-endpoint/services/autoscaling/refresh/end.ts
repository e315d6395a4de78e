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
  const { total, done } = refresh;
  refresh.rollback = {
    reason,
    startedAt: store.now(),
    percentage: percentageOf(refresh),
    remaining: Math.max(total - done, 0),
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

/** How much of a refresh is done. */
export const percentageOf = ({ total, done }: RefreshRecord): number =>
  total <= 0 ? (total === 0 ? 100 : 0) : Math.floor((done / total) * 100);

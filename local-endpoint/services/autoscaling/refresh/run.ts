import { beginTermination, liveOf } from '../engine/begin-termination';
import { emitRefresh } from '../engine/events';
import { HEALTH_CHECK_MILLISECONDS, later } from '../engine/timing';
import type { GroupInstance, GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { activeRefresh } from './active';
import { firingAlarm } from './alarms';
import { beginRollback, endRefresh } from './end';
import { findOld } from './matching';
import type { RefreshRecord } from './model';
import { findUnready } from './unready';
import { isWarm } from './warm';

/** A refresh that replaces nothing for so long fails. */
const MAX_IDLE_MILLISECONDS = 3_600_000;

/** Brings the instance refresh of a group forward. */
export async function runRefresh(store: AutoScalingStore, group: GroupRecord): Promise<Date | undefined> {
  const refresh = activeRefresh(group);
  if (!refresh || group.deleteAt) return undefined;
  if (refresh.status === 'Cancelling') return cancel(store, group, refresh);
  if (group.suspended.has('InstanceRefresh')) return undefined;
  if (refresh.status === 'Pending') begin(store, group, refresh);
  refresh.old ??= await findOld(store, group, refresh, refresh.preferences.SkipMatching);
  if (refresh.total < 0) refresh.total = refresh.old.length;
  const alarm = await firingAlarm(store, group, refresh);
  if (alarm) return fail(store, group, refresh, `CloudWatch alarm ${alarm} is in the ALARM state.`);
  return advance(store, group, refresh, await findUnready(store, group, refresh));
}

function begin(store: AutoScalingStore, group: GroupRecord, refresh: RefreshRecord): void {
  refresh.status = 'InProgress';
  emitRefresh(store, group, 'Started', { InstanceRefreshId: refresh.id });
}

async function cancel(
  store: AutoScalingStore,
  group: GroupRecord,
  refresh: RefreshRecord,
): Promise<Date | undefined> {
  refresh.surplus = 0;
  if (group.instances.some(({ ending }) => ending)) return undefined;
  endRefresh(store, group, refresh, 'Cancelled', 'Cancelled due to user request.');
  return undefined;
}

function fail(
  store: AutoScalingStore,
  group: GroupRecord,
  refresh: RefreshRecord,
  reason: string,
): Date | undefined {
  refresh.surplus = 0;
  if (refresh.preferences.AutoRollback && !refresh.rollback) {
    beginRollback(store, group, refresh, reason);
    return store.now();
  }
  endRefresh(store, group, refresh, refresh.rollback ? 'RollbackFailed' : 'Failed', reason);
  return undefined;
}

/** @param unready ids of instances that the load balancer has not found healthy */
function advance(
  store: AutoScalingStore,
  group: GroupRecord,
  refresh: RefreshRecord,
  unready: ReadonlySet<string>,
): Date | undefined {
  const now = store.now();
  const live = liveOf(group);
  const remaining = live.filter(({ id }) => refresh.old?.includes(id));
  const idle = live.filter((one) => unready.has(one.id) || !isWarm(store, refresh, one));
  const warming = idle.filter((one) => !isOld(refresh, one));
  refresh.old = remaining.map(({ id }) => id);
  const missing = Math.max(group.desired - live.length, 0);
  const replaced = live.filter(
    (one) => isLaunched(refresh, one) && !warming.includes(one) && !remaining.includes(one),
  );
  count(refresh, Math.min(replaced.length, refresh.total - remaining.length + refresh.surplus), now);
  if (refresh.waitUntil && refresh.waitUntil > now) return nextLook(store, refresh, warming);
  if (reachesCheckpoint(store, group, refresh)) return nextLook(store, refresh, warming);
  if (
    remaining.length + missing + unready.size > 0 &&
    later(refresh.progressAt, MAX_IDLE_MILLISECONDS) <= now
  )
    return fail(store, group, refresh, 'No instance could be replaced within one hour.');
  if (remaining.length === 0) return finish(store, group, refresh, warming.length + missing);
  return replace(store, group, refresh, { live, remaining, warming, idle });
}

/** Whether the refresh has launched an instance, or, where it is being rolled back, the rollback has. */
const isLaunched = ({ rollback, startedAt }: RefreshRecord, { launchedAt }: GroupInstance): boolean =>
  launchedAt >= (rollback?.startedAt ?? startedAt);

/** An instance is replaced when the one that takes its place counts, also where the old one has yet to end. */
function count(refresh: RefreshRecord, done: number, now: Date): void {
  if (done > refresh.done) refresh.progressAt = now;
  refresh.done = Math.max(done, refresh.done);
}

/** At a checkpoint the refresh waits. */
function reachesCheckpoint(store: AutoScalingStore, group: GroupRecord, refresh: RefreshRecord): boolean {
  const { CheckpointPercentages = [], CheckpointDelay } = refresh.preferences;
  const next = CheckpointPercentages[refresh.checkpoints];
  if (refresh.rollback || next === undefined || next >= 100) return false;
  if (refresh.total === 0 || (refresh.done / refresh.total) * 100 < next) return false;
  refresh.checkpoints += 1;
  refresh.waitUntil = later(store.now(), CheckpointDelay * 1000);
  refresh.progressAt = refresh.waitUntil;
  emitRefresh(store, group, 'Checkpoint Reached', {
    InstanceRefreshId: refresh.id,
    CheckpointPercentage: next,
  });
  return true;
}

/** When all instances are replaced and warm, the refresh bakes and ends. */
function finish(
  store: AutoScalingStore,
  group: GroupRecord,
  refresh: RefreshRecord,
  unfinished: number,
): Date | undefined {
  refresh.surplus = 0;
  if (unfinished > 0 || group.instances.some(({ ending }) => ending)) return nextLook(store, refresh, []);
  refresh.done = refresh.total;
  const { BakeTime } = refresh.preferences;
  if (BakeTime > 0 && refresh.status === 'InProgress') {
    refresh.status = 'Baking';
    refresh.waitUntil = later(store.now(), BakeTime * 1000);
    return nextLook(store, refresh, []);
  }
  endRefresh(store, group, refresh, refresh.rollback ? 'RollbackSuccessful' : 'Successful');
  return undefined;
}

interface Replacing {
  readonly live: readonly GroupInstance[];
  readonly remaining: readonly GroupInstance[];
  readonly warming: readonly GroupInstance[];
  /** Those that are not ready to use. */
  readonly idle: readonly GroupInstance[];
}

/**
 * Terminates as many old instances as the healthy percentages allow, one at least, and those that a rollback finds not ready
 * to use; the group launches the new ones.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
 */
function replace(
  store: AutoScalingStore,
  group: GroupRecord,
  refresh: RefreshRecord,
  { live, remaining, warming, idle }: Replacing,
): Date | undefined {
  const { MinHealthyPercentage: min, MaxHealthyPercentage: max } = refresh.preferences;
  const replaceable = remaining.filter((instance) => isReplaceable(refresh, instance));
  const extra = Math.floor((group.desired * (max - 100)) / 100);
  refresh.surplus = Math.min(max > 100 ? Math.max(extra, 1) : 0, replaceable.length);
  const healthy = live.filter(
    (instance) => instance.state === 'InService' && instance.health === 'Healthy' && !idle.includes(instance),
  ).length;
  const least = Math.ceil((group.desired * min) / 100);
  const settled = warming.length === 0 && live.length >= group.desired + refresh.surplus;
  const allowed = healthy - least;
  const most = Math.max(allowed, settled && refresh.surplus === 0 ? 1 : 0);
  const ready = replaceable.filter((one) => !idle.includes(one)).slice(0, most);
  const next = [...replaceable.filter((one) => idle.includes(one)), ...ready];
  refresh.surplus = Math.min(refresh.surplus, replaceable.length - next.length);
  beginTermination(
    store,
    group,
    next,
    'an instance was taken out of service in response to an instance refresh',
  );
  return next.length > 0 ? store.now() : nextLook(store, refresh, warming);
}

const isOld = (refresh: RefreshRecord, { id }: GroupInstance): boolean => refresh.old?.includes(id) ?? false;

const isReplaceable = ({ preferences }: RefreshRecord, instance: GroupInstance): boolean =>
  instance.state === 'InService' &&
  (!instance.protected || preferences.ScaleInProtectedInstances === 'Refresh');

/** Alarms are read at least as often as health is checked. */
function nextLook(store: AutoScalingStore, refresh: RefreshRecord, warming: readonly GroupInstance[]): Date {
  const now = store.now();
  const warm = warming.flatMap(({ inServiceAt }) =>
    inServiceAt ? [later(inServiceAt, refresh.preferences.InstanceWarmup * 1000)] : [],
  );
  const times = [...warm, ...(refresh.waitUntil ? [refresh.waitUntil] : [])].filter((time) => time > now);
  return times.reduce((first, time) => (time < first ? time : first), later(now, HEALTH_CHECK_MILLISECONDS));
}

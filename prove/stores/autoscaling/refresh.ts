import { emit } from '../../simulated-account/events';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { isHealthy } from '../elasticloadbalancing/targets';
import type { GroupInstance, GroupRecord, GroupTemplate, RefreshRecord } from './model';

/** A refresh that replaces nothing for so long fails. */
const MAX_IDLE_MILLISECONDS = 3_600_000;

const MOVING = ['Pending', 'InProgress', 'Baking'];
const ACTIVE = [...MOVING, 'Cancelling', 'RollbackInProgress'];

/** @returns nothing where no refresh is in progress */
export const activeRefresh = ({ refreshes = [] }: GroupRecord): RefreshRecord | undefined =>
  refreshes.find(({ status }) => ACTIVE.includes(status));

/** What a group launches instances with: while it is refreshed, what they are replaced with. */
export const templateOf = (group: GroupRecord): GroupTemplate =>
  activeRefresh(group)?.target ?? group.template;

/** How many instances a group is to have. */
export const sizeOf = (group: GroupRecord): number => group.desired + (activeRefresh(group)?.surplus ?? 0);

/**
 * Brings the refresh of a group forward by one step.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
 * @param end takes instances out of service
 * @returns whether there was one
 */
export function refreshStep(
  simulated: SimulatedAccount,
  group: GroupRecord,
  end: (instances: readonly GroupInstance[]) => void,
): boolean {
  const refresh = activeRefresh(group);
  if (!refresh || group.deleteAt !== undefined) return false;
  const isEnding = group.instances.some(({ ending }) => ending);
  if (refresh.status === 'Cancelling') {
    refresh.surplus = 0;
    return !isEnding && close(simulated, group, refresh, 'Cancelled', 'Cancelled due to user request.');
  }
  if (refresh.status === 'Pending') return begin(simulated, group, refresh);
  const alarm = refresh.preferences.alarms.find((name) => simulated.cloudWatch[name] === 'ALARM');
  if (alarm !== undefined && refresh.status !== 'RollbackInProgress')
    return fail(simulated, group, refresh, `CloudWatch alarm ${alarm} is in the ALARM state.`);
  const live = group.instances.filter(({ ending }) => !ending);
  const remaining = live.filter(({ id }) => refresh.old?.includes(id));
  const unready = live.filter((one) => !isReady(simulated, group, refresh, one) && !remaining.includes(one));
  const missing = Math.max(group.desired - live.length, 0);
  const launched = live.filter(
    (one) => !remaining.includes(one) && !unready.includes(one) && !refresh.kept?.includes(one.id),
  );
  count(simulated, refresh, launched.length, remaining.length);
  if (remaining.length + unready.length + missing === 0)
    return !isEnding && finish(simulated, group, refresh);
  if (simulated.now >= refresh.progressAt + MAX_IDLE_MILLISECONDS)
    return fail(simulated, group, refresh, 'No instance could be replaced within one hour.');
  return remaining.length > 0 && replace(simulated, group, refresh, { live, remaining, unready }, end);
}

/** Notes how many instances are replaced: as many as count that it launched, also where the old one has yet to end. */
function count({ now }: SimulatedAccount, refresh: RefreshRecord, launched: number, remaining: number): void {
  const { total = 0, surplus } = refresh;
  const done = Math.min(launched, total - remaining + surplus);
  if (done <= refresh.done) return;
  Object.assign(refresh, { done, progressAt: now });
}

/** A rollback that fails is not rolled back. */
function fail(
  simulated: SimulatedAccount,
  group: GroupRecord,
  refresh: RefreshRecord,
  reason: string,
): boolean {
  if (refresh.status === 'RollbackInProgress')
    return close(simulated, group, refresh, 'RollbackFailed', reason);
  return refresh.preferences.AutoRollback
    ? beginRollback(simulated, group, reason)
    : close(simulated, group, refresh, 'Failed', reason);
}

/**
 * How many percent of the instances are replaced, which goes back to zero in a rollback.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html
 */
export function percentageOf({ total = 1, done, rollback }: RefreshRecord): number {
  const share = total === 0 ? 1 : done / total;
  return Math.floor(rollback ? (1 - share) * rollback.percentage : share * 100);
}

/** Instances that are as they are to be are left, where that is asked for. */
function begin({ now }: SimulatedAccount, { instances }: GroupRecord, refresh: RefreshRecord): boolean {
  const isOld = ({ version }: GroupInstance) =>
    !refresh.preferences.SkipMatching || version !== refresh.target.Version;
  const live = instances.filter(({ ending }) => !ending);
  const old = live.filter(isOld).map(({ id }) => id);
  const kept = live.filter((one) => !isOld(one)).map(({ id }) => id);
  Object.assign(refresh, { status: 'InProgress', old, kept, total: old.length, progressAt: now });
  return true;
}

/**
 * Has the instances that a refresh has launched replaced by such as there were before; others are left, whatever their version.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RollbackInstanceRefresh.html
 * @returns whether a refresh was in progress
 */
export function beginRollback({ now }: SimulatedAccount, group: GroupRecord, reason: string): boolean {
  const refresh = activeRefresh(group);
  if (!refresh) return false;
  const live = group.instances.filter(({ ending }) => !ending).map(({ id }) => id);
  const wasThere = (id: string) => !refresh.old || [...refresh.old, ...(refresh.kept ?? [])].includes(id);
  const old = live.filter((id) => !wasThere(id));
  Object.assign(refresh, {
    ...{ status: 'RollbackInProgress', reason, target: refresh.previous },
    rollback: { reason, percentage: percentageOf(refresh) },
    ...{ old, kept: live.filter(wasThere), total: old.length, done: 0, surplus: 0, progressAt: now },
  });
  delete refresh.bakesUntil;
  return true;
}

function finish(simulated: SimulatedAccount, group: GroupRecord, refresh: RefreshRecord): boolean {
  const { now } = simulated;
  const { BakeTime } = refresh.preferences;
  refresh.done = refresh.total ?? 0;
  if (refresh.status === 'RollbackInProgress') return close(simulated, group, refresh, 'RollbackSuccessful');
  if (refresh.status === 'InProgress' && BakeTime > 0) {
    Object.assign(refresh, { status: 'Baking', surplus: 0, bakesUntil: now + BakeTime * 1000 });
    return true;
  }
  if (now < (refresh.bakesUntil ?? 0)) return false;
  group.template = refresh.target;
  return close(simulated, group, refresh, 'Successful');
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-eventbridge-events.html */
const EVENTS = {
  Successful: 'Succeeded',
  Failed: 'Failed',
  Cancelled: 'Cancelled',
  RollbackSuccessful: 'Rollback Succeeded',
  RollbackFailed: 'Rollback Failed',
} as const;

function close(
  simulated: SimulatedAccount,
  { name }: GroupRecord,
  refresh: RefreshRecord,
  status: keyof typeof EVENTS,
  reason: string | undefined = refresh.reason,
): true {
  Object.assign(refresh, { status, reason, surplus: 0 });
  emit(simulated, 'aws.autoscaling', `EC2 Auto Scaling Instance Refresh ${EVENTS[status]}`, {
    AutoScalingGroupName: name,
    InstanceRefreshId: refresh.id,
  });
  return true;
}

/**
 * Ends as many old instances as the healthy percentages allow, one at least, and those that do not count anyway; the group
 * launches new ones.
 */
function replace(
  simulated: SimulatedAccount,
  group: GroupRecord,
  refresh: RefreshRecord,
  { live, remaining, unready }: Readonly<Record<'live' | 'remaining' | 'unready', readonly GroupInstance[]>>,
  end: (instances: readonly GroupInstance[]) => void,
): boolean {
  const { desired } = group;
  const { MinHealthyPercentage: min, MaxHealthyPercentage: max } = refresh.preferences;
  const counts = (one: GroupInstance) => !one.isUnhealthy && isReady(simulated, group, refresh, one);
  const replaceable = remaining.filter(({ state }) => state === 'InService');
  const healthy = live.filter(counts).length;
  const extra = max > 100 ? Math.max(1, Math.floor((desired * (max - 100)) / 100)) : 0;
  const isAlone = extra === 0 && unready.length === 0 && live.length >= desired;
  const allowed = Math.max(healthy - Math.ceil((desired * min) / 100), isAlone ? 1 : 0);
  const idle = replaceable.filter((one) => !counts(one));
  const next = [...idle, ...replaceable.filter(counts).slice(0, allowed)];
  const surplus = Math.min(extra, replaceable.length - next.length);
  if (next.length === 0 && surplus === refresh.surplus) return false;
  refresh.surplus = surplus;
  end(next);
  return true;
}

/** When an instance counts: after its warm-up, unless it was there at the start. @returns nothing where it is not in service */
const warmAt = ({ preferences }: RefreshRecord, { state, inServiceAt }: GroupInstance): number | undefined =>
  state === 'InService' ? (inServiceAt ?? -Infinity) + preferences.InstanceWarmup * 1000 : undefined;

/**
 * Whether an instance counts: it is warm, and the load balancer has found it healthy. Those that were there before a refresh
 * count until they are replaced.
 */
const isReady = (
  simulated: SimulatedAccount,
  { targetGroups }: GroupRecord,
  refresh: RefreshRecord,
  one: GroupInstance,
): boolean =>
  (warmAt(refresh, one) ?? Infinity) <= simulated.now &&
  ((!refresh.rollback && Boolean(refresh.old?.includes(one.id))) ||
    isHealthy(simulated, targetGroups, one.id));

/** Times at which a refresh may go on. */
export function refreshTimes({ now }: SimulatedAccount, group: GroupRecord): (number | undefined)[] {
  const refresh = activeRefresh(group);
  if (!refresh) return [];
  return [
    refresh.bakesUntil,
    refresh.progressAt + MAX_IDLE_MILLISECONDS,
    ...group.instances.map((one) => warmAt(refresh, one)),
  ].filter((time) => time !== undefined && time > now);
}

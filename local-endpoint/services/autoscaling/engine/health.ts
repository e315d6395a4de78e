import type { GroupInstance, GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { attachedOf, targetHealth } from './attachments';
import { beginTermination } from './begin-termination';
import { earliest } from './earliest';
import { statesOf } from './instance-states';
import { HEALTH_CHECK_MILLISECONDS, later } from './timing';

/**
 * Finds instances of which EC2 has reported that they do not run, those that are older than they may be and, where the
 * group's health check is the load balancer's, those whose target is unhealthy after the grace period; and which target
 * groups have a healthy instance.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
 */
export async function checkHealth(store: AutoScalingStore, group: GroupRecord): Promise<Date | undefined> {
  await takeStopped(store, group);
  const expiry = expire(store, group);
  if (group.instances.length === 0 || !needsTargets(group)) return expiry;
  if (group.nextHealthCheck <= store.now()) {
    group.nextHealthCheck = later(store.now(), HEALTH_CHECK_MILLISECONDS);
    await checkTargets(store, group);
  }
  return earliest([expiry, needsTargets(group) ? group.nextHealthCheck : undefined]);
}

/** An instance that does not run is unhealthy at once, whatever the grace period; one that runs again is not. */
async function takeStopped(store: AutoScalingStore, group: GroupRecord): Promise<void> {
  if (group.stopped.size === 0 || group.suspended.has('HealthCheck')) return;
  const states = await statesOf(store, group, [...group.stopped]);
  for (const instance of group.instances.filter(({ id }) => group.stopped.has(id))) {
    if (states.get(instance.id) === 'running') continue;
    if (instance.state === 'Terminating:Retained') instance.ending = 'terminate';
    if (isChecked(instance))
      fail(instance, 'an EC2 health check indicating it has been terminated or stopped');
  }
  group.stopped.clear();
}

/** Replaces the instance that has lived for longest, when it has lived for as long as it may. */
function expire(store: AutoScalingStore, group: GroupRecord): Date | undefined {
  const { MaxInstanceLifetime: seconds = 0 } = group.settings;
  const serving = group.instances.filter(isChecked);
  if (seconds === 0 || serving.length < group.instances.length) return undefined; // one after another
  const [oldest] = serving.toSorted((a, b) => a.launchedAt.getTime() - b.launchedAt.getTime());
  const end = oldest && later(oldest.launchedAt, seconds * 1000);
  if (!oldest || !end || end > store.now()) return end;
  fail(oldest, 'its maximum instance lifetime');
  return undefined;
}

/** Whether the health of targets decides on instances, or a target group waits for a first healthy instance. */
const needsTargets = (group: GroupRecord): boolean =>
  attachedOf(group).some(({ state }) => state !== 'InService' || countsTargets(group));

/** Whether the load balancer's health checks are the group's. */
export const countsTargets = ({ settings, suspended }: GroupRecord): boolean =>
  settings.HealthCheckType.includes('ELB') && !suspended.has('HealthCheck');

async function checkTargets(store: AutoScalingStore, group: GroupRecord): Promise<void> {
  const counts = countsTargets(group);
  for (const attachment of attachedOf(group)) {
    if (!counts && attachment.state === 'InService') continue;
    const targets = await targetHealth(store, group, attachment);
    const states = new Map(targets.map(({ Target, TargetHealth }) => [Target?.Id, TargetHealth?.State]));
    const own = group.instances.filter(({ id }) => states.has(id));
    if (attachment.state === 'Added' && own.some(({ id }) => states.get(id) === 'healthy'))
      attachment.state = 'InService';
    if (!counts) continue;
    for (const instance of own)
      if (
        states.get(instance.id) === 'unhealthy' &&
        isChecked(instance) &&
        !isInGrace(store, group, instance)
      )
        fail(instance, 'an ELB system health check failure');
  }
}

const isChecked = ({ state, health }: GroupInstance): boolean =>
  state === 'InService' && health === 'Healthy';

/** Whether failed health checks of an instance do not count yet. */
export function isInGrace(store: AutoScalingStore, group: GroupRecord, instance: GroupInstance): boolean {
  const since = instance.inServiceAt ?? store.now();
  return later(since, group.settings.HealthCheckGracePeriod * 1000) > store.now();
}

function fail(instance: GroupInstance, because: string): void {
  instance.health = 'Unhealthy';
  instance.unhealthyBecause = because;
}

/** Terminates unhealthy instances; the group launches others in their place. Scale-in protection does not keep them. */
export async function replaceUnhealthy(
  store: AutoScalingStore,
  group: GroupRecord,
): Promise<Date | undefined> {
  if (group.suspended.has('ReplaceUnhealthy') || group.suspended.has('Terminate')) return undefined;
  const unhealthy = group.instances.filter(
    ({ state, health, ending }) => health === 'Unhealthy' && state === 'InService' && !ending,
  );
  for (const instance of unhealthy) {
    const because = instance.unhealthyBecause ?? 'a user health-check';
    beginTermination(
      store,
      group,
      [instance],
      `an instance was taken out of service in response to ${because}`,
    );
    group.replacing += 1;
  }
  return undefined;
}

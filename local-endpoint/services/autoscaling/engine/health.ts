import type { GroupInstance, GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { attachedOf, targetHealth } from './attachments';
import { beginTermination } from './begin-termination';
import { stoppedOf } from './instance-states';
import { HEALTH_CHECK_MILLISECONDS, later } from './timing';

/**
 * Finds instances that do not run and, where the group's health check is the load balancer's, those whose target is
 * unhealthy after the grace period; and which target groups have a healthy instance.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
 */
export async function checkHealth(store: AutoScalingStore, group: GroupRecord): Promise<Date | undefined> {
  takeStopped(group);
  if (group.instances.length === 0) return undefined;
  if (group.nextHealthCheck > store.now()) return group.nextHealthCheck;
  group.nextHealthCheck = later(store.now(), HEALTH_CHECK_MILLISECONDS);
  for (const [id, state] of await stoppedOf(store, group)) if (state !== 'running') group.stopped.add(id);
  takeStopped(group);
  await checkTargets(store, group);
  return group.nextHealthCheck;
}

/** An instance that does not run is unhealthy at once, whatever the grace period. */
function takeStopped(group: GroupRecord): void {
  if (group.suspended.has('HealthCheck')) return;
  for (const instance of group.instances.filter(({ id }) => group.stopped.has(id))) {
    if (instance.state === 'Terminating:Retained') instance.ending = 'terminate';
    if (isChecked(instance))
      fail(instance, 'an EC2 health check indicating it has been terminated or stopped');
  }
  group.stopped.clear();
}

async function checkTargets(store: AutoScalingStore, group: GroupRecord): Promise<void> {
  const counts = group.settings.HealthCheckType.includes('ELB') && !group.suspended.has('HealthCheck');
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

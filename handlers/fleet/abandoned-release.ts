import type { GreenGroup, TrafficSettings } from '../contract/fleet-settings';
import { logger } from '../logger';
import type { FleetClients } from './clients';
import { type FleetGroup, isRetiring } from './fleet-group';
import { countHealthy, readTargets } from './target-health';
import { moveTraffic, otherTargetGroup, type Traffic } from './traffic';

/** A release that nobody goes on with, as far as it came. */
export interface AbandonedRelease {
  readonly settings: TrafficSettings;
  readonly traffic: Traffic;
  readonly groups: readonly FleetGroup[];
  readonly green: GreenGroup;
}

/**
 * Puts the traffic that an abandoned release moved back on the group that served before, where that is still at size and
 * healthy. Otherwise all traffic goes to whichever of the two is, because neither may serve with too few.
 * @returns where the traffic goes now
 */
export async function takeTrafficBack(
  { elb }: Pick<FleetClients, 'elb'>,
  { settings, traffic, groups, green }: AbandonedRelease,
): Promise<Traffic> {
  const before = otherTargetGroup(settings, green.targetGroup);
  if ((traffic[green.targetGroup] ?? 0) === 0) return traffic;
  const healthy = async (group: FleetGroup | undefined, targetGroup: string) =>
    group !== undefined &&
    group.desired > 0 &&
    !isRetiring(group) &&
    countHealthy(await readTargets(elb, targetGroup)) >= group.desired;
  const named = (name: string | undefined) => groups.find((one) => one.name === name);
  const isShared = (traffic[before] ?? 0) > 0;
  const goesBack =
    (await healthy(named(green.blue), before)) ||
    (isShared && !(await healthy(named(green.group), green.targetGroup)));
  if (!goesBack && !isShared) {
    logger.warn('The group that served before an abandoned release cannot serve again', { ...green });
    return traffic;
  }
  const to = goesBack ? before : green.targetGroup;
  logger.info(`All traffic of an abandoned release goes to ${to}`, { ...green });
  await moveTraffic(elb, settings, to, 100);
  return { [to]: 100, [otherTargetGroup(settings, to)]: 0 };
}

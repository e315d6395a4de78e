import { ReleaseError } from '../errors';
import { isRetiring, readGroupsNamed } from '../fleet/fleet-group';
import { countHealthy, readTargets } from '../fleet/target-health';
import { moveTraffic, otherTargetGroup } from '../fleet/traffic';
import { type JobOutcome, waitFor } from '../job/job-outcome';
import type { Look, Retirement } from './look';

/**
 * Keeps the group that served before while the one that serves has too few healthy targets, and gives it the traffic where
 * the other has none, or does not get enough in time after the hold: once it is retired it cannot take over. One that
 * has no more healthy targets itself is no help.
 * @param healthy targets of the group that serves
 * @returns nothing where the group that serves has enough, or where the other one is no help
 * @throws ReleaseError where the traffic goes back
 */
export async function outlast(
  look: Look,
  retirement: Retirement,
  healthy: number,
): Promise<JobOutcome | undefined> {
  const { clients, settings, now } = look;
  const { elb, autoScaling } = clients;
  const { until, serving, blue, targetGroup } = retirement;
  const groups = await readGroupsNamed(autoScaling, [serving, blue]);
  const need = groups.find(({ name }) => name === serving)?.desired ?? 1;
  if (healthy >= need) return undefined;
  const before = otherTargetGroup(settings.traffic, targetGroup);
  const isThere = groups.some(
    (one) => one.name === blue && !isRetiring(one) && one.targetGroups.includes(before),
  );
  if (!isThere || countHealthy(await readTargets(elb, before)) <= healthy) return undefined;
  const short = `group ${serving} has ${healthy} healthy targets of ${need}`;
  if (healthy > 0 && now.getTime() < Date.parse(until) + settings.traffic.healthTimeout * 1000)
    return waitFor(`more targets to be healthy: ${short}; until then group ${blue} can take over at once`, {
      ...retirement,
    });
  await moveTraffic(elb, settings.traffic, before, 100);
  throw new ReleaseError(
    `The release of group ${serving} was taken back in its hold: all traffic is back on group ${blue}, because ${short}`,
  );
}

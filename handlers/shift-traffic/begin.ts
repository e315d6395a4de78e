import { ConfigurationError, ReleaseError } from '../errors';
import { type FleetGroup, isOwn, isRetiring, readAllGroups } from '../fleet/fleet-group';
import { anyGroupIn } from '../fleet/group-name';
import { recordParameters } from '../fleet/record-serving';
import { groupOn } from '../fleet/serving-group';
import { countHealthy, readTargets } from '../fleet/target-health';
import { otherTargetGroup, readTraffic } from '../fleet/traffic';
import { readParameters } from '../parameters/read-parameters';
import { recordIn } from '../release-record/record-in';
import { raisedAlarms } from './alarms';
import type { Look, Shift } from './look';

/**
 * Looks at everything once, before any traffic moves, or where an invocation that moved some died before it was noted:
 * who serves and with how many healthy targets. What is to be written at the end is checked here already.
 */
export async function begin(look: Look): Promise<Shift> {
  const { clients, job, settings, now } = look;
  const { elb, autoScaling, ssm } = clients;
  const names = recordParameters(job.pipeline);
  const parameters = await readParameters(
    ssm,
    Object.values(names).map((name) => ({ name })),
  );
  anyGroupIn(names.new, parameters.get(names.new));
  anyGroupIn(names.old, parameters.get(names.old));
  recordIn(names.release, parameters.get(names.release)?.value);
  const traffic = await readTraffic(elb, settings.traffic);
  const groups = await readAllGroups(autoScaling);
  const targetGroup = targetGroupOf(look, findGreen(look, groups));
  const other = otherTargetGroup(settings.traffic, targetGroup);
  const blue = groupOn(groups, other);
  const moved = Math.round(traffic[targetGroup] ?? 0);
  const bake = moved > 0 && job.parameters.traffic === 'steps' ? settings.traffic.bake : 0;
  const raised = moved > 0 ? [] : await raisedAlarms(clients.cloudWatch, settings.traffic.alarms);
  return {
    targetGroup,
    blue: blue?.name,
    need: blue ? countHealthy(await readTargets(elb, other)) : 0,
    moved,
    until: new Date(now.getTime() + bake * 1000).toISOString(),
    raisedBefore: raised.map(({ at }) => at).join(','),
  };
}

/** @throws an error where the group that is to serve is not there, or not the pipeline's */
export function findGreen(
  { job: { parameters }, pipeline }: Look,
  groups: readonly FleetGroup[],
): FleetGroup {
  const green = groups.find(({ name }) => name === parameters.group);
  if (!green || isRetiring(green))
    throw new ReleaseError(
      `Group ${parameters.group} must be there to get the traffic, got: ${green ? 'it is being removed' : 'no such group'}; retry the whole stage that makes it, or release again where that stage is another one`,
    );
  if (!isOwn(green, pipeline))
    throw new ConfigurationError(
      `Group ${green.name} must be one of pipeline ${pipeline}, got the tags: ${JSON.stringify(green.tags).slice(0, 500)}`,
    );
  return green;
}

function targetGroupOf({ settings }: Look, { name, targetGroups }: FleetGroup): string {
  const [found, ...others] = targetGroups.filter((one) => settings.traffic.targetGroups.includes(one));
  if (found === undefined || others.length > 0)
    throw new ConfigurationError(
      `Group ${name} must be on one of the target groups ${settings.traffic.targetGroups.join(', ')}, got: ${targetGroups.join(', ') || 'none'}`,
    );
  return found;
}

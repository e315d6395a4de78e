import { UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import type { FleetSettings } from '../contract/fleet-settings';
import { ConfigurationError, DeadlineError, ReleaseError } from '../errors';
import { type FleetGroup, inService, isOwn, isRetiring, readGroupsNamed } from '../fleet/fleet-group';
import { holdMinimum } from '../fleet/minimum-size';
import { readSettings } from '../fleet/read-settings';
import { isHealthy, readTargets, type Targets } from '../fleet/target-health';
import { pointTestRule } from '../fleet/traffic';
import { type JobOutcome, type JobWait, succeed, waitFor } from '../job/job-outcome';
import type { JobState } from '../job/pipeline-job';
import { abandon, orAbandon } from './abandon';
import { describeFailing, describeInstances, describeUnhealthy } from './describe-unhealthy';
import { type HealthWait, isPast, type Look } from './look';
import { variablesOf } from './variables';

export function healthWaitIn(state: JobState | undefined): HealthWait | undefined {
  if (state?.phase !== 'health') return undefined;
  const { group, targetGroup, blue, traffic, until, seen } = state;
  return {
    group: `${group}`,
    targetGroup: `${targetGroup}`,
    blue: blue === undefined ? undefined : `${blue}`,
    traffic: traffic === 'steps' ? 'steps' : 'at-once',
    until: `${until}`,
    seen: seen === undefined ? undefined : `${seen}`,
  };
}

/** The wait for a group, with what its next look needs. */
export function healthWait({ blue, seen, ...wait }: HealthWait, waitingFor: string): JobWait {
  return waitFor(waitingFor, {
    ...{ phase: 'health', ...wait },
    ...(blue !== undefined && { blue }),
    ...(seen !== undefined && { seen }),
  });
}

/**
 * Looks at the group once: it is done when as many instances as the group that serves has are in service, and each of
 * them is a healthy target.
 * @returns nothing where a group of before was retired meanwhile: another one has to be brought up
 */
export async function awaitHealth(look: Look, wait: HealthWait): Promise<JobOutcome | undefined> {
  const { autoScaling, elb } = look.clients;
  const names = wait.blue === undefined ? [wait.group] : [wait.group, wait.blue];
  const groups = await readGroupsNamed(autoScaling, names);
  const green = groups.find(({ name }) => name === wait.group);
  const blue = groups.find(({ name }) => name === wait.blue);
  const isLate = isPast(wait.until, look);
  if (!green || isRetiring(green)) {
    if (isOfBefore(wait)) return undefined;
    if (isLate) return giveUp(look, wait, green);
    throw new ReleaseError(`Group ${wait.group} was removed while it was brought up; retry the stage`);
  }
  const isGrowing = await keepSizes(look, wait, green, blue);
  const targets = await readTargets(elb, wait.targetGroup);
  const serving = inService(green);
  const healthy = serving.filter(({ id }) => isHealthy(targets, id)).length;
  if (!isGrowing && serving.length >= green.desired && healthy === serving.length)
    return healthyGroup(look, wait, healthy);
  if (isLate) return giveUp(look, wait, green, targets);
  return healthWait(
    { ...wait, seen: describeFailing(green, targets) ?? wait.seen },
    `${green.desired} healthy instances of group ${green.name}, got ${healthy}: ${describeInstances(green, targets)}`,
  );
}

/**
 * Makes the group as large as the one that serves, which may have grown, and keeps that from scaling in.
 * @returns whether the group was made larger
 */
async function keepSizes(
  look: Look,
  wait: HealthWait,
  green: FleetGroup,
  blue: FleetGroup | undefined,
): Promise<boolean> {
  const { autoScaling } = look.clients;
  if (!blue) return false;
  if (isOwn(blue, look.pipeline) && wait.traffic === 'steps') await holdMinimum(autoScaling, blue);
  if (blue.desired <= green.desired) return false;
  const settings = await settingsOf(look);
  return orAbandon(look, settings, wait, async () => {
    if (blue.desired > green.max)
      throw new ConfigurationError(
        `fleet.max must be at least ${blue.desired}, to which group ${blue.name} has grown, got: ${green.max}`,
      );
    const size = { MinSize: blue.desired, DesiredCapacity: blue.desired };
    await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: green.name, ...size }));
    return true;
  });
}

async function healthyGroup(look: Look, wait: HealthWait, count: number): Promise<JobOutcome> {
  const { traffic } = await settingsOf(look);
  if (traffic.testListenerRule && wait.traffic === 'steps')
    await pointTestRule(look.clients.elb, traffic.testListenerRule, wait.targetGroup);
  return succeed(`Group ${wait.group} is healthy on all of its ${count} targets`, {
    variables: variablesOf(wait),
    externalExecutionId: wait.group,
  });
}

/** @throws DeadlineError always, when nothing of the group stays; one that served before stays in its hold */
async function giveUp(
  look: Look,
  wait: HealthWait,
  green?: FleetGroup,
  targets?: Targets,
): Promise<JobOutcome> {
  const { autoScaling, elb } = look.clients;
  const health = targets ?? (await readTargets(elb, wait.targetGroup));
  const why = await describeUnhealthy(autoScaling, wait.group, green, health);
  if (!isOfBefore(wait)) await abandon(look, await settingsOf(look), wait);
  throw new DeadlineError(
    `Group ${wait.group} must be healthy on every target by ${wait.until}, got: ${why}${wait.seen === undefined ? '' : `. Before: ${wait.seen}`}`,
  );
}

/** Whether the group served before, and is used again. */
const isOfBefore = ({ traffic, blue }: HealthWait): boolean => traffic === 'at-once' && blue !== undefined;

const settingsOf = ({ clients, job }: Look): Promise<FleetSettings> =>
  readSettings(clients.ssm, job.pipeline, job.parameters.settings);

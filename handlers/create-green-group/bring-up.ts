import { CreateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { ATTEMPT_TAG, EXECUTION_TAG } from '../contract/names';
import { ConfigurationError, ReleaseError } from '../errors';
import { type FleetGroup, isOwn, isRetiring, readGroupsNamed } from '../fleet/fleet-group';
import { holdMinimum } from '../fleet/minimum-size';
import type { JobOutcome } from '../job/job-outcome';
import { withQuota } from '../quotas';
import { orAbandon } from './abandon';
import { healthWait } from './await-health';
import { groupRequest } from './group-request';
import { type GreenPlan, type Look, secondsAfter } from './look';
import { completeGroup } from './scaling';

/**
 * Holds the group that serves at its size and creates the new one, or adopts what an earlier invocation of the same
 * attempt made. Where AWS refuses something of it, nothing of it stays.
 * @param groups all that there are
 */
export async function bringUp(
  look: Look,
  plan: GreenPlan,
  groups: readonly FleetGroup[],
): Promise<JobOutcome> {
  const { green, blue, settings } = plan;
  const { autoScaling } = look.clients;
  const { group: name, targetGroup } = green;
  const { traffic } = settings;
  const wait = {
    ...{ group: name, targetGroup, blue: blue?.name },
    traffic: blue ? ('steps' as const) : ('at-once' as const),
    until: secondsAfter(look.now, traffic.healthTimeout),
  };
  return orAbandon(look, settings, wait, async () => {
    if (blue && isOwn(blue, look.pipeline)) await holdMinimum(autoScaling, blue);
    await createOnce(look, plan, groups);
    await completeGroup(autoScaling, settings.group, {
      name,
      targetGroup,
      listenerRule: traffic.listenerRule,
    });
    return healthWait(wait, `group ${name} to launch its instances`);
  });
}

async function createOnce(look: Look, plan: GreenPlan, groups: readonly FleetGroup[]): Promise<void> {
  const { autoScaling } = look.clients;
  const { group: name } = plan.green;
  const known = groups.find((one) => one.name === name);
  if (known) return checkOwn(look, plan, known);
  const { imageId } = look.job.parameters;
  try {
    const request = groupRequest(plan, { pipeline: look.pipeline, imageId });
    await withQuota(
      'Auto Scaling groups per Region',
      autoScaling.send(new CreateAutoScalingGroupCommand(request)),
    );
  } catch (error) {
    if (/AccessDenied/.test((error as Error).name))
      throw new ConfigurationError(
        `Group ${name} must be launched with what the pipeline's role allows: the role of instances.profile is the one that it may pass, so that a profile whose role has another name than the profile is written as { name, role }`,
        { cause: error },
      );
    if (!(error as Error).name.startsWith('AlreadyExists')) throw error;
    const [made] = await readGroupsNamed(autoScaling, [name]);
    if (made) checkOwn(look, plan, made);
  }
}

/** @throws an error where a group with the name is not the one that this attempt made, or does not stay */
function checkOwn({ pipeline }: Look, { green }: GreenPlan, group: FleetGroup): void {
  if (isRetiring(group))
    throw new ReleaseError(`Group ${group.name} was removed while it was brought up; retry the stage`);
  const { [EXECUTION_TAG]: execution, [ATTEMPT_TAG]: attempt } = group.tags;
  if (!isOwn(group, pipeline) || execution !== green.execution || attempt !== `${green.attempt}`)
    throw new ConfigurationError(
      `Group ${group.name} must be one that attempt ${green.attempt} of execution ${green.execution} made, got the tags: ${JSON.stringify(group.tags).slice(0, 500)}`,
    );
}

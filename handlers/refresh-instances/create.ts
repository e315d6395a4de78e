import { CreateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { EXECUTION_TAG } from '../contract/names';
import { describeUnhealthy } from '../create-green-group/describe-unhealthy';
import { groupRequest } from '../create-green-group/group-request';
import { completeGroup } from '../create-green-group/scaling';
import { ConfigurationError, DeadlineError } from '../errors';
import { type FleetGroup, inService, isOwn, isRetiring, readGroupsNamed } from '../fleet/fleet-group';
import { isHealthy, readTargets } from '../fleet/target-health';
import type { JobOutcome } from '../job/job-outcome';
import { withQuota } from '../quotas';
import { finish } from './finish';
import { goOn, isPast, type Look, type Wait } from './look';

/**
 * Makes the group of a first release, or adopts what an earlier invocation made.
 * @param found the group, where it is there
 */
export async function createGroup(look: Look, wait: Wait, found?: FleetGroup): Promise<JobOutcome> {
  const { clients, settings, pipeline, job } = look;
  const { autoScaling } = clients;
  const [targetGroup = ''] = settings.refresh.targetGroups;
  const { runningIn: execution, parameters } = job;
  if (found && !isOwn(found, pipeline))
    throw new ConfigurationError(
      `Group ${found.name} must be one of pipeline ${pipeline}, got the tags: ${JSON.stringify(found.tags).slice(0, 500)}`,
    );
  if (!found) {
    const green = { ...{ group: wait.group, targetGroup, execution }, attempt: 1, job: job.id };
    const request = groupRequest(
      { settings, green, version: wait.version },
      { pipeline, imageId: parameters.imageId },
    );
    await withQuota(
      'Auto Scaling groups per Region',
      autoScaling.send(new CreateAutoScalingGroupCommand(request)),
    );
  }
  await completeGroup(autoScaling, settings.group, {
    name: wait.group,
    targetGroup,
    listenerRule: settings.refresh.listenerRule ?? '',
  });
  return goOn({ ...wait, phase: 'create' }, `group ${wait.group} to launch its instances`);
}

/** Waits until the group is at size, and every instance of it is healthy as a target. */
export async function awaitGroup(look: Look, wait: Wait): Promise<JobOutcome> {
  const { autoScaling, elb } = look.clients;
  const [group] = await readGroupsNamed(autoScaling, [wait.group]);
  const [targetGroup = ''] = look.settings.refresh.targetGroups;
  const targets = await readTargets(elb, targetGroup);
  const serving = group ? inService(group) : [];
  const healthy = serving.filter(({ id }) => isHealthy(targets, id));
  if (group && !isRetiring(group) && serving.length >= group.desired && healthy.length === serving.length)
    return finish(look, group, wait);
  const waitingFor = `${group?.desired ?? 0} instances of group ${wait.group} to be healthy, got ${healthy.length}`;
  if (group && !isRetiring(group) && !isPast(wait, look)) return goOn(wait, waitingFor);
  throw new DeadlineError(
    `Gave up at ${wait.until}, waiting for ${waitingFor}: ${await describeUnhealthy(autoScaling, wait.group, group, targets)}; the group is removed when execution ${group?.tags[EXECUTION_TAG] ?? look.job.runningIn} has ended`,
  );
}

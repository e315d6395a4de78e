import { fleetParameterName, PIPELINE_TAG } from '../contract/names';
import { refreshedGroupName } from '../contract/refresh-instances';
import { ConfigurationError, DeadlineError } from '../errors';
import { shortened } from '../excerpt';
import { checkMode } from '../executions/check-mode';
import { type FleetGroup, isOwn, isRetiring, readGroupsNamed } from '../fleet/fleet-group';
import { isActive, isMoving, readRefreshes } from '../fleet/instance-refresh';
import { refreshedGroupIn } from '../fleet/record-refreshed';
import { recordParameters } from '../fleet/record-serving';
import type { JobOutcome } from '../job/job-outcome';
import { readParameters } from '../parameters/read-parameters';
import { createGroup } from './create';
import { finish } from './finish';
import { deadlineOf, goOn, isPast, type Look, type Wait } from './look';
import { start } from './start';
import { watch } from './watch';

/**
 * Looks at everything once: which group, whether it can be refreshed, and whether a refresh is in progress. One that
 * brings the same version is what an earlier invocation has started, and is adopted; another one is waited for.
 * @param waited what the token has of waiting for another refresh. @default - this is the first look
 */
export async function begin(look: Look, waited?: Wait): Promise<JobOutcome> {
  await checkMode(look.clients.codePipeline, look.pipeline, look.job.runningIn);
  const { name, isFirst, version } = await readState(look);
  const until = waited?.until ?? deadlineOf(look);
  const wait: Wait = { phase: 'start', until, version, group: name };
  const { autoScaling } = look.clients;
  const [group] = await readGroupsNamed(autoScaling, [name]);
  if (!group && look.settings.refresh.group !== undefined)
    throw new ConfigurationError(`fleet.group must name a group that exists, got: ${name}`);
  if (group && isRetiring(group)) return orGiveUp(look, wait, `group ${name} to be deleted`);
  if (!group || (isFirst && group.template?.version === version)) return createGroup(look, wait, group);
  check(look, group);
  const active = (await readRefreshes(autoScaling, name)).find(isActive);
  if (active && active.version === version && isMoving(active))
    return watch(look, { ...wait, phase: 'refresh', refresh: active.id });
  if (active)
    return orGiveUp(
      look,
      wait,
      `instance refresh ${active.id} of group ${name}, which this action has not started, to end: ${active.status}, to template version ${active.version ?? 'as it was'}`,
    );
  if (isDone(look, group, version)) return finish(look, group, wait);
  return start(look, wait, group);
}

/** The name of the group, whether a first release makes it, and the version to bring. What is written later is checked. */
async function readState({ clients: { ssm }, job, settings, pipeline }: Look) {
  const names = recordParameters(job.pipeline);
  const launchTemplate = fleetParameterName(job.pipeline, 'launch-template');
  const parameters = await readParameters(ssm, [
    { name: launchTemplate, version: job.parameters.launchTemplateVersion },
    ...Object.values(names).map((name) => ({ name })),
  ]);
  const version = parameters.get(launchTemplate)?.value ?? '';
  if (!/^[1-9]\d*$/.test(version))
    throw new ConfigurationError(
      `Parameter ${launchTemplate} must hold the number of a launch template version, got: ${shortened(version) || 'none'}`,
    );
  const { group: serving } = refreshedGroupIn(job.pipeline, parameters);
  const name = settings.refresh.group ?? serving ?? refreshedGroupName(pipeline);
  return { name, isFirst: settings.refresh.group === undefined && serving === undefined, version };
}

/** @throws ConfigurationError where the group is not the pipeline's, or a refresh of it could not be rolled back */
function check({ pipeline, settings }: Look, { name, tags, targetGroups, template }: FleetGroup): void {
  if (tags[PIPELINE_TAG] !== pipeline)
    throw new ConfigurationError(
      `Group ${name} must carry the tag ${PIPELINE_TAG} with the value ${pipeline}, by which it is given to the pipeline, got: ${tags[PIPELINE_TAG] ?? 'none'}`,
    );
  if (!targetGroups.some((one) => settings.refresh.targetGroups.includes(one)))
    throw new ConfigurationError(
      `Group ${name} must be on target group ${settings.refresh.targetGroups.join(' or ')}, got: ${targetGroups.join(', ') || 'none'}`,
    );
  if (!/^\d+$/.test(template?.version ?? ''))
    throw new ConfigurationError(
      `Group ${name} must name a launch template version by its number, or no refresh of it could be rolled back, got: ${template?.version ?? 'a launch configuration'}; set the number that it runs with update-auto-scaling-group`,
    );
}

/** Whether every instance is of the version already, and nothing else is wanted. */
const isDone = ({ settings, pipeline }: Look, group: FleetGroup, version: string): boolean =>
  isOwn(group, pipeline) &&
  settings.refresh.skipMatching &&
  group.template?.name === settings.launchTemplate &&
  group.template.version === version &&
  group.instances.length > 0 &&
  group.instances.every(({ templateVersion }) => templateVersion === version);

function orGiveUp(look: Look, wait: Wait, waitingFor: string): JobOutcome {
  if (!isPast(wait, look)) return goOn(wait, waitingFor);
  throw new DeadlineError(`Gave up at ${wait.until}, waiting for ${waitingFor}`);
}

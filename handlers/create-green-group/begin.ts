import type { GreenGroup, TrafficSettings } from '../contract/fleet-settings';
import { ATTEMPT_TAG, EXECUTION_TAG, fleetParameterName } from '../contract/names';
import { ConfigurationError } from '../errors';
import { shortened } from '../excerpt';
import { checkMode } from '../executions/check-mode';
import { takeTrafficBack } from '../fleet/abandoned-release';
import { checkTargetGroups } from '../fleet/check-target-groups';
import { type FleetGroup, isOwn, isRetiring, readAllGroups } from '../fleet/fleet-group';
import { parseGreen } from '../fleet/green-group';
import { anyGroupIn, attemptOf, groupName } from '../fleet/group-name';
import { readState } from '../fleet/read-settings';
import { type Sides, sidesOf } from '../fleet/serving-group';
import { readTestRule, readTraffic, type Traffic } from '../fleet/traffic';
import type { JobOutcome } from '../job/job-outcome';
import type { StateParameter } from '../parameters/read-parameters';
import { writeParameter } from '../parameters/write-parameter';
import { adopt, isRunning, servesAlready } from './adopt';
import { awaitExecution, awaitOccupant } from './await-idle';
import { bringUp } from './bring-up';
import { isExecutionRunning } from './execution';
import { actionId, type GreenPlan, type Look } from './look';

/** Looks at everything once, and takes the first step that it allows. */
export async function begin(look: Look): Promise<JobOutcome> {
  const { job, clients, pipeline } = look;
  const { ssm, elb, autoScaling, codePipeline } = clients;
  await checkMode(codePipeline, pipeline, job.runningIn);
  const [template, newGroup, oldGroup, greenGroup] = (
    ['launch-template', 'asg/new', 'asg/old', 'asg/green'] as const
  ).map((name) => fleetParameterName(job.pipeline, name)) as [string, string, string, string];
  const { settings, parameters } = await readState(ssm, job.pipeline, job.parameters.settings, [
    { name: template, version: job.parameters.launchTemplateVersion },
    { name: newGroup },
    { name: oldGroup },
    { name: greenGroup },
  ]);
  const version = versionIn(template, parameters.get(template));
  const served = anyGroupIn(newGroup, parameters.get(newGroup));
  const old = anyGroupIn(oldGroup, parameters.get(oldGroup));
  const latest = parseGreen(greenGroup, parameters.get(greenGroup));

  let traffic = await readTraffic(elb, settings.traffic);
  const groups = await readAllGroups(autoScaling);
  const named = latest ?? unnamedGreen(look, settings.traffic, { traffic, groups, served });
  const unfinished = named?.group === served ? undefined : named;
  const sides = () => sidesOf(settings.traffic, traffic, groups, unfinished?.targetGroup);
  if (unfinished && isOfThisAction(look, unfinished))
    return bringUp(look, { settings, version, green: unfinished, blue: sides().blue }, groups);

  if (unfinished) {
    const { execution } = unfinished;
    const isOther = execution !== job.runningIn;
    if (isOther && (await isExecutionRunning(look, execution)))
      return awaitExecution(look, settings, unfinished);
    traffic = await takeTrafficBack(clients, {
      settings: settings.traffic,
      traffic,
      groups,
      green: unfinished,
    });
  }
  const { blue, idle, occupants } = sides();
  checkBlue(blue, settings.group.max);
  const plan = { settings, version, blue };
  const done = servesAlready(plan, { served, occupants, idle });
  if (done) return done;
  const again = occupants.find((one) => isOwn(one, pipeline) && isRunning(plan, one, [served, old]));
  if (again) return (await adopt(look, plan, again, idle)) ?? begin(look);
  const occupant = freeOrOwn(occupants, pipeline);
  if (occupant) {
    const isAbandoned = occupant.name === unfinished?.group || isRetiring(occupant);
    return (await awaitOccupant(look, settings, occupant, isAbandoned)) ?? begin(look);
  }
  await checkTargetGroups(elb, settings.traffic);
  if (settings.traffic.testListenerRule) await readTestRule(elb, settings.traffic.testListenerRule);
  const green = nextAttempt(look, { idle, blue }, groups, latest);
  await writeParameter(ssm, greenGroup, JSON.stringify(green), parameters.get(greenGroup));
  return bringUp(look, { ...plan, green }, groups);
}

/**
 * A release that has part of the traffic, though no parameter names it: someone has deleted that.
 * @returns nothing where the traffic is not shared with the group that is recorded as what serves
 */
function unnamedGreen(
  { pipeline }: Look,
  { targetGroups }: TrafficSettings,
  { traffic, groups, served }: { traffic: Traffic; groups: readonly FleetGroup[]; served?: string },
): GreenGroup | undefined {
  if (served === undefined || targetGroups.some((one) => (traffic[one] ?? 0) === 0)) return undefined;
  const group = groups.find((one) => one.name !== served && isOwn(one, pipeline) && !isRetiring(one));
  const targetGroup = group?.targetGroups.find((one) => targetGroups.includes(one));
  if (!group || targetGroup === undefined) return undefined;
  const { [EXECUTION_TAG]: execution = '', [ATTEMPT_TAG]: attempt = '1' } = group.tags;
  return { group: group.name, targetGroup, execution, attempt: Number(attempt), job: '', blue: served };
}

/** Whether an earlier invocation of this action began it, which may have died, or met an error that passes. */
function isOfThisAction({ job }: Look, green: GreenGroup): boolean {
  if (green.job === actionId(job)) return true;
  const { continuation } = job;
  const isUnknown = continuation !== undefined && continuation.state.phase === undefined;
  return isUnknown && green.execution === job.runningIn;
}

function nextAttempt(
  { job, pipeline }: Look,
  { idle, blue }: Pick<Sides, 'idle' | 'blue'>,
  groups: readonly FleetGroup[],
  latest: GreenGroup | undefined,
): GreenGroup {
  const execution = job.runningIn;
  const attempts = groups.map(({ name }) => attemptOf(name, pipeline, execution));
  const before = latest ? attemptOf(latest.group, pipeline, execution) : 0;
  const attempt = Math.max(before, ...attempts, 0) + 1;
  return {
    group: groupName(pipeline, execution, attempt),
    targetGroup: idle,
    execution,
    attempt,
    job: actionId(job),
    blue: blue?.name,
  };
}

/** @throws ConfigurationError where the parameter holds no number */
function versionIn(name: string, parameter: StateParameter | undefined): GreenPlan['version'] {
  const value = parameter?.value ?? '';
  if (!/^[1-9]\d*$/.test(value))
    throw new ConfigurationError(
      `Parameter ${name}:${parameter?.version} must hold the number of a launch template version, got: ${shortened(value) || 'none'}`,
    );
  return value;
}

/** @throws ConfigurationError where the group that serves has a size that the new one cannot have */
function checkBlue(blue: FleetGroup | undefined, max: number): void {
  if (!blue) return;
  if (blue.isWeighted)
    throw new ConfigurationError(
      `Group ${blue.name} serves: the size of its mixed instances policy must count instances, got: weighted capacity`,
    );
  if (blue.desired > max)
    throw new ConfigurationError(
      `fleet.max must be at least ${blue.desired}, the size of group ${blue.name}, which serves, got: ${max}`,
    );
}

/**
 * @returns the group of ours that is on the idle target group, if any is
 * @throws ConfigurationError where someone else's is
 */
function freeOrOwn(occupants: readonly FleetGroup[], pipeline: string): FleetGroup | undefined {
  const foreign = occupants.find((one) => !isOwn(one, pipeline));
  if (foreign)
    throw new ConfigurationError(
      `The idle target group ${foreign.targetGroups.join(', ')} must have no group that the pipeline did not make, got: ${foreign.name}; detach or delete it`,
    );
  return occupants[0];
}

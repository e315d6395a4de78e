import { type FleetSettings, type GreenGroup, isRefreshed, NO_GREEN } from '../contract/fleet-settings';
import { EXECUTION_TAG, fleetParameterName } from '../contract/names';
import { ReleaseError } from '../errors';
import { takeTrafficBack } from '../fleet/abandoned-release';
import { type FleetGroup, isOwn, isRetiring, readAllGroups } from '../fleet/fleet-group';
import { parseGreen } from '../fleet/green-group';
import { giveBackMinimum } from '../fleet/minimum-size';
import { readLatestState } from '../fleet/read-settings';
import { recordParameters } from '../fleet/record-serving';
import { deleteGroup, type RetireSettings, retireStep } from '../fleet/retire-group';
import { sidesOf } from '../fleet/serving-group';
import { readTraffic } from '../fleet/traffic';
import { logger } from '../logger';
import { writeParameter } from '../parameters/write-parameter';
import { cleanUpRefresh } from './clean-up-refresh';
import { isFleetInUse } from './fleet-in-use';
import type { CleanUpLook } from './look';
import { isRecorded, recordGroup, recordTakenOver } from './record-group';

/** Looks at everything once, and takes each group one step further to where it belongs. */
export async function cleanUp(look: CleanUpLook): Promise<void> {
  const { clients, request, pipeline } = look;
  const names = recordParameters(request.pipeline);
  const greenName = fleetParameterName(request.pipeline, 'asg/green');
  const templateName = fleetParameterName(request.pipeline, 'launch-template');
  const state = await readLatestState(
    clients.ssm,
    request.pipeline,
    [names.new, names.old, names.release, greenName, templateName].map((name) => ({ name })),
  );
  if (!state) return logger.info('Nothing to do: the pipeline has no fleet');
  const { settings, parameters } = state;
  const ended = request.hasJustEnded ? request.executionId : undefined;
  const isInUse = await isFleetInUse(clients.codePipeline, request.pipeline, ended);
  const all = await readAllGroups(clients.autoScaling);
  const own = all.filter((one) => isOwn(one, pipeline));
  if (isRefreshed(settings)) {
    const left = await cleanUpRefresh(look, { settings, parameters, groups: own, isInUse });
    return void (await retireAll(look, {}, left));
  }
  if (isInUse) return void (await retireAll(look, settings, own.filter(isRetiring)));

  const green = parseGreen(greenName, parameters.get(greenName));
  const unfinished = green?.group === parameters.get(names.new)?.value ? undefined : green;
  const serving = await findServing(look, settings, all, unfinished);
  if (serving) {
    if (isOwn(serving, pipeline)) await giveBackMinimum(clients.autoScaling, serving);
    if (EXECUTION_TAG in serving.tags && isOwn(serving, pipeline)) {
      if (!isRecorded(request.pipeline, parameters, serving)) await recordGroup(look, settings, serving, all);
    } else await recordTakenOver(look, parameters, serving);
  }
  const others = own.filter((one) => one.name !== serving?.name);
  const gone = await retireAll(look, settings, others);
  const isGone = ({ group }: GreenGroup) => gone.includes(group) || !all.some(({ name }) => name === group);
  if (unfinished && isGone(unfinished))
    await writeParameter(clients.ssm, greenName, NO_GREEN, parameters.get(greenName));
}

/** The group that serves, after the traffic of a release that nobody goes on with was taken back. */
async function findServing(
  { clients }: CleanUpLook,
  { traffic: settings }: FleetSettings,
  groups: readonly FleetGroup[],
  unfinished: GreenGroup | undefined,
): Promise<FleetGroup | undefined> {
  const before = await readTraffic(clients.elb, settings);
  const traffic = unfinished
    ? await takeTrafficBack(clients, { settings, traffic: before, groups, green: unfinished })
    : before;
  return sidesOf(settings, traffic, groups, unfinished?.targetGroup).blue;
}

/**
 * Takes groups a step further on their way out.
 * @returns names of those that are gone
 * @throws the first error, after every group had its step
 */
async function retireAll(
  look: CleanUpLook,
  settings: RetireSettings,
  groups: readonly FleetGroup[],
): Promise<string[]> {
  const errors: unknown[] = [];
  const gone: string[] = [];
  for (const group of groups)
    try {
      if (await retire(look, settings, group)) gone.push(group.name);
    } catch (error) {
      // A protection that a person set stays until a person removes it: no retry helps.
      if (error instanceof ReleaseError) logger.error(error.message);
      else errors.push(error);
    }
  if (errors.length > 0) throw errors[0];
  return gone;
}

/** @returns whether the group is gone */
async function retire(
  { clients, request: { instance } }: CleanUpLook,
  settings: RetireSettings,
  group: FleetGroup,
): Promise<boolean> {
  const isLast = group.desired === 0 && group.instances.every(({ id }) => id === instance);
  const step =
    isLast && isRetiring(group) && !group.deleting && instance !== undefined
      ? await deleteGroup(clients.autoScaling, group)
      : await retireStep(clients, settings, group);
  if (step.kind === 'waiting') logger.info(`Waiting for ${step.waitingFor}`);
  else logger.info(`Group ${group.name}: ${step.kind}`);
  const hasInstances = group.instances.some(({ id }) => id !== instance);
  if (step.kind === 'waiting' && !hasInstances && !group.deleting)
    throw new Error(`Group ${group.name} cannot be deleted yet: waiting for ${step.waitingFor}`);
  return step.kind === 'gone';
}

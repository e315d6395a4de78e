import type { RefreshedFleetSettings } from '../contract/fleet-settings';
import { ATTEMPT_TAG, EXECUTION_TAG, IMAGE_TAG, RELEASING_TAG } from '../contract/names';
import { type FleetGroup, isRetiring } from '../fleet/fleet-group';
import { isActive, isMoving, readRefreshes, releasingOf, rollBackRefresh } from '../fleet/instance-refresh';
import { untagGroup } from '../fleet/minimum-size';
import { type RefreshedRelease, recordRefreshed, refreshedGroupIn } from '../fleet/record-refreshed';
import { logger } from '../logger';
import type { StateParameter } from '../parameters/read-parameters';
import type { CleanUpLook } from './look';
import { readMade } from './read-made';

/** A fleet that instance refreshes release, as it was found. */
export interface RefreshedFleet {
  readonly settings: RefreshedFleetSettings;
  /** The latest versions of those that record who serves. */
  readonly parameters: ReadonlyMap<string, StateParameter>;
  /** Those of the pipeline. */
  readonly groups: readonly FleetGroup[];
  /** Whether an execution works on them. */
  readonly isInUse: boolean;
}

/**
 * Rolls back the refresh that an execution has left which nobody goes on with, or records the one that had ended well; and
 * records the group that serves where a release died before it had written all of that, or someone has deleted a part.
 * @returns the groups to retire: those that a release made and that never served, or serve no more
 */
export async function cleanUpRefresh(look: CleanUpLook, fleet: RefreshedFleet): Promise<FleetGroup[]> {
  const { settings, parameters, groups, isInUse } = fleet;
  if (isInUse) return groups.filter(isRetiring);
  for (const group of groups) await finishRefresh(look, fleet, group);
  const serving = refreshedGroupIn(look.request.pipeline, parameters);
  const kept = [serving.group, settings.refresh.group];
  const [unrecorded] = serving.isRecorded ? [] : groups.filter(({ name }) => name === serving.group);
  if (unrecorded) await recordAgain(look, fleet, unrecorded);
  return groups.filter((one) => isRetiring(one) || (ATTEMPT_TAG in one.tags && !kept.includes(one.name)));
}

/**
 * Only what the group's tag notes is ours: a refresh that someone else has started goes on.
 * @throws Error where an execution has just ended and a refresh has not: the action may have failed because it has ended, which a
 * read may not show yet, and no other event may follow. Lambda asks again after a minute, when what is read is believed.
 */
async function finishRefresh(look: CleanUpLook, fleet: RefreshedFleet, group: FleetGroup) {
  const { clients, request } = look;
  const releasing = releasingOf(group);
  if (!releasing || isRetiring(group)) return;
  const refreshes = await readRefreshes(clients.autoScaling, group.name);
  const ours = refreshes.find(({ version }) => version === releasing.version);
  if (ours && isMoving(ours)) {
    logger.info(`Rolling back instance refresh ${ours.id} of group ${group.name}`, { ...releasing });
    return rollBackRefresh(clients.autoScaling, group.name);
  }
  const active = refreshes.find(isActive);
  if (active && request.hasJustEnded)
    throw new Error(
      `Auto Scaling must show that instance refresh ${active.id} of group ${group.name} has ended, got: ${active.status}`,
    );
  if (active) return;
  if (ours?.status === 'Successful' && group.template?.version === releasing.version)
    return recordFound(look, fleet, { group, releasing });
  await untagGroup(clients.autoScaling, group.name, RELEASING_TAG);
}

/** From the tags of a group, which name its release. One that is being refreshed is recorded when that has ended. */
async function recordAgain(look: CleanUpLook, fleet: RefreshedFleet, group: FleetGroup) {
  const { [IMAGE_TAG]: imageId, [EXECUTION_TAG]: execution } = group.tags;
  const version = group.template?.version;
  if (!imageId || !execution || !version || releasingOf(group) || isRetiring(group)) return;
  const releasing = { version, imageId, execution };
  await recordFound(look, fleet, { group, releasing });
}

/** The tags name the execution that made the group serve. */
async function recordFound(
  { clients, request, pipeline }: CleanUpLook,
  { settings, parameters }: RefreshedFleet,
  found: Omit<RefreshedRelease, 'made'>,
): Promise<void> {
  const made = await readMade(clients.codePipeline, pipeline, found.releasing.execution);
  await recordRefreshed(clients, request.pipeline, settings, parameters, { ...found, made });
}

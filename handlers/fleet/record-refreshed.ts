import type { RefreshedFleetSettings } from '../contract/fleet-settings';
import { EXECUTION_TAG, IMAGE_TAG, type PipelineIdentity, RELEASING_TAG } from '../contract/names';
import type { MakingExecution } from '../executions/making-execution';
import type { StateParameter } from '../parameters/read-parameters';
import { recordIn } from '../release-record/record-in';
import type { FleetClients } from './clients';
import type { FleetGroup } from './fleet-group';
import { anyGroupIn } from './group-name';
import type { Releasing } from './instance-refresh';
import { tagGroups, untagGroup } from './minimum-size';
import { recordParameters, recordServing } from './record-serving';

/** A release that its refresh has brought. */
export interface RefreshedRelease {
  readonly group: FleetGroup;
  readonly releasing: Releasing;
  readonly made: MakingExecution;
}

/**
 * Records that a group serves the release that its refresh has brought: in the tags of the group, in `…/asg/new`, and in
 * the release record. The tag that notes the release goes last, so that a death in between is found again.
 * @param parameters the latest versions of those that record who serves
 */
export async function recordRefreshed(
  clients: Pick<FleetClients, 'ssm' | 'autoScaling'>,
  identity: PipelineIdentity,
  settings: RefreshedFleetSettings,
  parameters: ReadonlyMap<string, StateParameter>,
  { group, releasing, made }: RefreshedRelease,
): Promise<void> {
  const { version, imageId, execution } = releasing;
  const { name, tags } = group;
  if (tags[IMAGE_TAG] !== imageId || tags[EXECUTION_TAG] !== execution)
    await tagGroups(clients.autoScaling, [
      { group: name, key: IMAGE_TAG, value: imageId },
      { group: name, key: EXECUTION_TAG, value: execution },
    ]);
  await recordServing(clients, identity, settings, parameters, {
    group: { ...group, template: { version }, tags: { ...tags, [IMAGE_TAG]: imageId } },
    made,
  });
  if (RELEASING_TAG in tags) await untagGroup(clients.autoScaling, name, RELEASING_TAG);
}

/**
 * The group that serves, by `…/asg/new`, or, where someone has deleted that, by the release record: a group that is taken
 * for none would be removed.
 * @param parameters the latest versions of those that record who serves
 * @returns `isRecorded`: whether both name it
 */
export function refreshedGroupIn(
  identity: PipelineIdentity,
  parameters: ReadonlyMap<string, StateParameter>,
): { readonly group?: string; readonly isRecorded: boolean } {
  const names = recordParameters(identity);
  const record = recordIn(names.release, parameters.get(names.release)?.value)?.serving;
  const recorded = record?.type === 'asg' ? record.group : undefined;
  const group = anyGroupIn(names.new, parameters.get(names.new));
  return { group: group ?? recorded, isRecorded: group === recorded };
}

import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { RefreshedFleetSettings } from '../contract/fleet-settings';
import { EXECUTION_TAG, IMAGE_TAG, type PipelineIdentity, RELEASING_TAG } from '../contract/names';
import { REFRESH_INSTANCES } from '../contract/refresh-instances';
import type { FleetClients } from './clients';
import type { FleetGroup } from './fleet-group';
import type { Releasing } from './instance-refresh';
import { tagGroups, untagGroup } from './minimum-size';
import type { StateParameter } from './parameters';
import { recordServing } from './record-serving';

/**
 * Records that a group serves the release that its refresh has brought: in the tags of the group, in `…/asg/new`, and in
 * the release record. The tag that notes the release goes last, so that a death in between is found again.
 * @param parameters the latest versions of those that record who serves
 */
export async function recordRefreshed(
  clients: Pick<FleetClients, 'ssm' | 'autoScaling'> & { readonly codePipeline: CodePipelineClient },
  identity: PipelineIdentity,
  settings: RefreshedFleetSettings,
  parameters: ReadonlyMap<string, StateParameter>,
  { group, releasing }: { readonly group: FleetGroup; readonly releasing: Releasing },
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
    executionId: execution,
    by: REFRESH_INSTANCES,
  });
  if (RELEASING_TAG in tags) await untagGroup(clients.autoScaling, name, RELEASING_TAG);
}

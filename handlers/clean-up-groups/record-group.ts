import type { FleetSettings } from '../contract/fleet-settings';
import { EXECUTION_TAG, type PipelineIdentity } from '../contract/names';
import type { FleetGroup } from '../fleet/fleet-group';
import { NO_GROUP } from '../fleet/group-name';
import { recordParameters, recordServing } from '../fleet/record-serving';
import { readParameters, type StateParameter } from '../parameters/read-parameters';
import { writeParameter } from '../parameters/write-parameter';
import { recordIn } from '../release-record/record-in';
import { endedExecution } from './ended-execution';
import type { CleanUpLook } from './look';
import { readMade } from './read-made';

type Parameters = ReadonlyMap<string, StateParameter>;

/** Whether `…/asg/new` and the release record name a group as the one that serves. */
export const isRecorded = (
  identity: PipelineIdentity,
  parameters: Parameters,
  serving: FleetGroup,
): boolean =>
  parameters.get(recordParameters(identity).new)?.value === serving.name &&
  recordsGroup(identity, parameters, serving);

function recordsGroup(identity: PipelineIdentity, parameters: Parameters, { name }: FleetGroup): boolean {
  const { release } = recordParameters(identity);
  const recorded = recordIn(release, parameters.get(release)?.value)?.serving;
  return recorded?.type === 'asg' && recorded.group === name;
}

/**
 * Records what serves where that is not what is recorded: a release or a rollback died before it did, or someone has deleted
 * a part. It looks again first: what was recorded a moment ago may be read late, and a guess must not take its place.
 */
export async function recordGroup(
  look: CleanUpLook,
  settings: FleetSettings,
  serving: FleetGroup,
  groups: readonly FleetGroup[],
): Promise<void> {
  const { clients, request } = look;
  const names = recordParameters(request.pipeline);
  const parameters = await readParameters(
    clients.ssm,
    Object.values(names).map((name) => ({ name })),
  );
  if (isRecorded(request.pipeline, parameters, serving)) return;
  const served = parameters.get(names.new)?.value;
  const old = parameters.get(names.old)?.value;
  const others = groups.filter(({ name }) => name !== serving.name && [served, old].includes(name));
  const before = others.at(0)?.name ?? (served === serving.name ? old : served);
  // What made the group serve is in the record.
  if (recordsGroup(request.pipeline, parameters, serving))
    return writeSides(look, parameters, serving.name, before);
  const ended = await endedExecution(clients.codePipeline, look.pipeline, request.executionId);
  const made = await readMade(
    clients.codePipeline,
    look.pipeline,
    ended ?? serving.tags[EXECUTION_TAG] ?? '',
  );
  await recordServing(clients, request.pipeline, settings, parameters, { group: serving, before, made });
}

/**
 * Records that a group which no release made serves again, because the release that took over from it was taken back. It
 * has no execution and no image that a release record could name.
 */
export async function recordTakenOver(
  look: CleanUpLook,
  parameters: Parameters,
  { name }: FleetGroup,
): Promise<void> {
  if (parameters.has(recordParameters(look.request.pipeline).new)) await writeSides(look, parameters, name);
}

/** Writes which group serves and which did before. @param before @default - none did */
async function writeSides(
  { clients, request }: CleanUpLook,
  parameters: Parameters,
  serving: string,
  before = NO_GROUP,
): Promise<void> {
  const names = recordParameters(request.pipeline);
  await writeParameter(clients.ssm, names.new, serving, parameters.get(names.new));
  await writeParameter(clients.ssm, names.old, before, parameters.get(names.old));
}

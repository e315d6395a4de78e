import type { FleetSettings } from '../contract/fleet-settings';
import { actionFunctionName, EXECUTION_TAG } from '../contract/names';
import { SHIFT_TRAFFIC } from '../contract/shift-traffic';
import { readMakingExecution } from '../executions/making-execution';
import type { FleetGroup } from '../fleet/fleet-group';
import { NO_GROUP } from '../fleet/group-name';
import { recordParameters, recordServing } from '../fleet/record-serving';
import type { StateParameter } from '../parameters/read-parameters';
import { writeParameter } from '../parameters/write-parameter';
import { recordIn } from '../release-record/record-in';
import { endedExecution } from './ended-execution';
import type { CleanUpLook } from './look';

type RecordNames = ReturnType<typeof recordParameters>;

/** Whether the release record names a group as the one that serves. */
function recordsGroup(
  { release }: RecordNames,
  parameters: ReadonlyMap<string, StateParameter>,
  { name }: FleetGroup,
): boolean {
  const recorded = recordIn(release, parameters.get(release)?.value)?.serving;
  return recorded?.type === 'asg' && recorded.group === name;
}

/** Whether `…/asg/new` does so as well. */
export const isRecorded = (
  names: RecordNames,
  parameters: ReadonlyMap<string, StateParameter>,
  serving: FleetGroup,
): boolean => parameters.get(names.new)?.value === serving.name && recordsGroup(names, parameters, serving);

/** Records what serves where that is not what is recorded: a release or a rollback died before it did. */
export async function recordWhere(
  look: CleanUpLook,
  settings: FleetSettings,
  parameters: ReadonlyMap<string, StateParameter>,
  serving: FleetGroup,
  groups: readonly FleetGroup[],
): Promise<void> {
  const { clients, request, pipeline } = look;
  const names = recordParameters(request.pipeline);
  if (isRecorded(names, parameters, serving)) return;
  const served = parameters.get(names.new)?.value;
  const old = parameters.get(names.old)?.value;
  const others = groups.filter(({ name }) => name !== serving.name && [served, old].includes(name));
  const before = others.at(0)?.name ?? (served === serving.name ? old : served);
  // What made the group serve is in the record.
  if (recordsGroup(names, parameters, serving)) return writeSides(look, parameters, serving.name, before);
  const ended = await endedExecution(clients.codePipeline, pipeline, request.executionId);
  const { prefix, environment } = request.pipeline;
  const by = actionFunctionName(prefix, environment, SHIFT_TRAFFIC.name);
  const given = ended ?? serving.tags[EXECUTION_TAG] ?? '';
  await recordServing(clients, request.pipeline, settings, parameters, {
    group: serving,
    before,
    made: await readMakingExecution(clients.codePipeline, pipeline, by, given),
  });
}

/**
 * Records that a group which no release made serves again, because the release that took over from it was taken back. It
 * has no execution and no image that a release record could name.
 */
export async function recordTakenOver(
  look: CleanUpLook,
  parameters: ReadonlyMap<string, StateParameter>,
  { name }: FleetGroup,
): Promise<void> {
  if (parameters.has(recordParameters(look.request.pipeline).new)) await writeSides(look, parameters, name);
}

/** Writes which group serves and which did before. @param before @default - none did */
async function writeSides(
  { clients, request }: CleanUpLook,
  parameters: ReadonlyMap<string, StateParameter>,
  serving: string,
  before = NO_GROUP,
): Promise<void> {
  const names = recordParameters(request.pipeline);
  await writeParameter(clients.ssm, names.new, serving, parameters.get(names.new));
  await writeParameter(clients.ssm, names.old, before, parameters.get(names.old));
}

import type { BaseFleetSettings } from '../contract/fleet-settings';
import {
  fleetParameterName,
  IMAGE_TAG,
  type PipelineIdentity,
  releaseParameterName,
} from '../contract/names';
import type { FleetRelease } from '../contract/release-record';
import type { MakingExecution } from '../executions/making-execution';
import type { StateParameter } from '../parameters/read-parameters';
import { writeParameter } from '../parameters/write-parameter';
import { nextRecord } from '../release-record/next-record';
import { recordIn } from '../release-record/record-in';
import { servingSince } from '../release-record/serving-since';
import type { FleetClients } from './clients';
import type { FleetGroup } from './fleet-group';
import { NO_GROUP } from './group-name';

/** The parameters that record who serves. */
export const recordParameters = (identity: PipelineIdentity) => ({
  new: fleetParameterName(identity, 'asg/new'),
  old: fleetParameterName(identity, 'asg/old'),
  release: releaseParameterName(identity),
});

/** Who serves from now on. */
export interface ServingRelease {
  readonly group: FleetGroup;
  /** Name of the group that served before. @default - none did */
  readonly before?: string;
  readonly made: MakingExecution;
}

/** Number of the versions of `…/asg/new` and `…/asg/old`. */
export interface RecordedVersions {
  readonly newVersion: string;
  readonly oldVersion: string;
}

/**
 * Records who serves, in parameters of which only those are written that differ: `…/asg/new` first, by which a release
 * counts as done.
 * @param parameters their latest versions
 */
export async function recordServing(
  { ssm }: Pick<FleetClients, 'ssm'>,
  identity: PipelineIdentity,
  { launchTemplate }: Pick<BaseFleetSettings, 'launchTemplate'>,
  parameters: ReadonlyMap<string, StateParameter>,
  { group, before, made }: ServingRelease,
): Promise<RecordedVersions> {
  const names = recordParameters(identity);
  const record = recordIn(names.release, parameters.get(names.release)?.value);
  const release: FleetRelease = {
    type: 'asg',
    group: group.name,
    launchTemplate: { name: launchTemplate, version: group.template?.version ?? '' },
    imageId: group.tags[IMAGE_TAG] ?? '',
    servingSince: servingSince(record),
    ...made,
  };
  const newVersion = await writeParameter(ssm, names.new, group.name, parameters.get(names.new));
  const oldVersion = await writeParameter(ssm, names.old, before ?? NO_GROUP, parameters.get(names.old));
  const next = nextRecord(record, release);
  await writeParameter(ssm, names.release, JSON.stringify(next), parameters.get(names.release));
  return { newVersion, oldVersion };
}

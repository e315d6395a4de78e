import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { ActionFunction } from '../contract/action-function';
import type { BaseFleetSettings } from '../contract/fleet-settings';
import {
  actionFunctionName,
  fleetParameterName,
  IMAGE_TAG,
  type PipelineIdentity,
  pipelineName,
  releaseParameterName,
} from '../contract/names';
import type { FleetRelease, ReleaseRecord } from '../contract/release-record';
import { SHIFT_TRAFFIC } from '../contract/shift-traffic';
import { ConfigurationError } from '../errors';
import { findActionExecution } from '../release-record/action-executions';
import { nextRecord } from '../release-record/next-record';
import { parseRecord } from '../release-record/parse-record';
import { readReleaseExecution } from '../release-record/release-execution';
import type { FleetClients } from './clients';
import type { FleetGroup } from './fleet-group';
import { NO_GROUP } from './group-name';
import { type StateParameter, writeParameter } from './parameters';

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
  /** The pipeline execution, or the one whose stage it rolls back to. */
  readonly executionId: string;
  /** The function whose action makes a release serve. @default {@link SHIFT_TRAFFIC} */
  readonly by?: ActionFunction;
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
  { ssm, codePipeline }: Pick<FleetClients, 'ssm'> & { readonly codePipeline: CodePipelineClient },
  identity: PipelineIdentity,
  { launchTemplate }: Pick<BaseFleetSettings, 'launchTemplate'>,
  parameters: ReadonlyMap<string, StateParameter>,
  { group, before, executionId, by = SHIFT_TRAFFIC }: ServingRelease,
): Promise<RecordedVersions> {
  const names = recordParameters(identity);
  const record = parseReleaseParameter(names.release, parameters.get(names.release));
  const made = await findExecution(codePipeline, identity, executionId, by);
  const release: FleetRelease = {
    type: 'asg',
    group: group.name,
    launchTemplate: { name: launchTemplate, version: group.template?.version ?? '' },
    imageId: group.tags[IMAGE_TAG] ?? '',
    servingSince: notBefore(record?.serving.servingSince),
    ...made,
  };
  const newVersion = await writeParameter(ssm, names.new, group.name, parameters.get(names.new));
  const oldVersion = await writeParameter(ssm, names.old, before ?? NO_GROUP, parameters.get(names.old));
  const next = nextRecord(record, release);
  await writeParameter(ssm, names.release, JSON.stringify(next), parameters.get(names.release));
  return { newVersion, oldVersion };
}

/** Now, but not before what is recorded, which an invocation with a clock that was ahead may have written. */
function notBefore(recorded = ''): string {
  const now = new Date().toISOString();
  return now < recorded ? recorded : now;
}

/**
 * @returns nothing before the first release
 * @throws ConfigurationError where the parameter holds something else
 */
export function parseReleaseParameter(
  name: string,
  parameter: StateParameter | undefined,
): ReleaseRecord | undefined {
  if (!parameter) return undefined;
  try {
    return parseRecord(parameter.value);
  } catch (cause) {
    throw new ConfigurationError(
      `Parameter ${name} must hold a release record as JSON; delete it to start anew`,
      { cause },
    );
  }
}

/**
 * The execution that makes a release serve: the one whose action runs, because in a rollback the id that the action was given
 * may be that of the execution it goes back to.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 */
async function findExecution(
  client: CodePipelineClient,
  identity: PipelineIdentity,
  executionId: string,
  by: ActionFunction,
): Promise<Pick<FleetRelease, 'pipelineExecutionId' | 'commit' | 'approvedBy' | 'cause'>> {
  const name = pipelineName(identity);
  const functionName = actionFunctionName(identity.prefix, identity.environment, by.name);
  const running = await findActionExecution(
    client,
    name,
    ({ status, input }) => status === 'InProgress' && input?.configuration?.FunctionName === functionName,
  );
  const pipelineExecutionId = running?.pipelineExecutionId ?? executionId;
  try {
    const found = await readReleaseExecution(client, { name }, pipelineExecutionId);
    const { isRollback, commit, approvedBy } = found;
    return { pipelineExecutionId, commit, approvedBy, cause: isRollback ? 'rollback' : 'release' };
  } catch (error) {
    // CodePipeline forgets executions after a year.
    if ((error as Error).name !== 'PipelineExecutionNotFoundException') throw error;
    return { pipelineExecutionId, cause: 'manual' };
  }
}

import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { type PipelineIdentity, releaseParameterName } from '../../handlers/contract/names';
import type { RehearsalContext } from '../context';
import type { DeployedPipeline } from './deployed-pipeline';
import { shortRevision } from './revision';

/** A pipeline that records its releases in Parameter Store. */
export interface RecordingPipeline extends DeployedPipeline {
  readonly identity: PipelineIdentity;
}

/**
 * Expects the release record to name a revision as what serves, whatever else it contains.
 * @param shown what it is called @default - the revision itself
 */
export async function expectRecorded(
  { expect }: RehearsalContext,
  pipeline: RecordingPipeline,
  revision: string,
  shown: string = shortRevision(revision),
): Promise<void> {
  const serving = JSON.stringify((await releaseRecord(pipeline))?.serving ?? {});
  const text = `the release record of ${pipeline.name} names ${shown}`;
  expect.that(text, serving.includes(revision), serving);
}

/** The release record; undefined before the first release. */
async function releaseRecord({
  clients,
  identity,
}: RecordingPipeline): Promise<{ readonly serving?: unknown } | undefined> {
  const Name = releaseParameterName(identity);
  const found = await clients.ssm.send(new GetParameterCommand({ Name })).catch((error: Error) => {
    if (error.name === 'ParameterNotFound') return undefined;
    throw error;
  });
  const value = found?.Parameter?.Value;
  return value === undefined ? undefined : (JSON.parse(value) as { serving?: unknown });
}

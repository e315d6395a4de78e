import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { ActionParameters } from '../contract/action-parameters';
import type { LambdaSettings } from '../contract/lambda-settings';
import { pipelineName, releaseParameterName } from '../contract/names';
import type { LambdaRelease, RecordedFunction, ReleaseRecord } from '../contract/release-record';
import type { ReleasedVersionsParameters } from '../contract/released-versions';
import { explain, isTransient, ReleaseError } from '../errors';
import { readMakingExecution } from '../executions/making-execution';
import { type JobOutcome, succeed, waitFor } from '../job/job-outcome';
import type { ConfirmedJob } from '../job/pipeline-job';
import { logger } from '../logger';
import { nextRecord } from '../release-record/next-record';
import { recordIn } from '../release-record/record-in';
import { servingSince } from '../release-record/serving-since';
import { writeRecord } from '../release-record/write-record';
import { describeAlias, describeVersion, hasWeights, LATEST, readAlias } from '../versions/alias';
import { readConfiguration } from '../versions/read-configuration';
import { readSettings } from '../versions/read-settings';
import { releasedVersions } from '../versions/released-versions';
import { keptBySiblings } from './kept-by-siblings';
import { pruneVersions } from './prune';

/** What is called with the pipeline's role. */
export interface VersionClients {
  readonly codeDeploy: CodeDeployClient;
  readonly lambda: LambdaClient;
  readonly ssm: SSMClient;
  readonly codePipeline: CodePipelineClient;
}

type RecordJob = ConfirmedJob<Omit<ReleasedVersionsParameters, keyof ActionParameters>>;

/**
 * Records which versions serve, after it has seen that all aliases name them, and deletes versions that are kept no longer.
 * It may die after any call and be repeated: a release that is recorded is not recorded again. A version that cannot be
 * deleted fails nothing, because the release serves; where Lambda refused that for the moment, it is tried once more.
 * Where the alias names `$LATEST`, that is what it records, with the hash of its code, and it deletes nothing.
 * @throws ReleaseError where an alias names another version, or has weights
 */
export async function recordVersions(
  { lambda, ssm, codePipeline }: VersionClients,
  job: RecordJob,
): Promise<JobOutcome> {
  const name = releaseParameterName(job.pipeline);
  const { settings, parameters } = await readSettings(ssm, job.pipeline, job.parameters.settings, [name]);
  const versions = releasedVersions(job.parameters.versions, settings);
  const record = recordIn(name, parameters.get(name)?.value);
  const functions = await readServing(lambda, settings, versions);
  const pipeline = pipelineName(job.pipeline);
  const made = await readMakingExecution(codePipeline, pipeline, job.runningIn);
  if (!made) return waitFor(`CodePipeline to show execution ${job.runningIn} of ${pipeline}`);
  const release: LambdaRelease = {
    ...{ type: 'lambda', alias: settings.alias, functions, servingSince: servingSince(record) },
    ...made,
  };
  const next = nextRecord(record, release);
  await writeRecord(ssm, name, record, fitting(next));
  let kept: ReadonlyMap<string, readonly string[]> | undefined;
  for (const [one, { functionName: of }] of settings.latest ? [] : Object.entries(settings.functions))
    try {
      kept ??= await keptBySiblings({ ssm, codePipeline }, job.pipeline, settings);
      const keep = { keep: settings.keepVersions, kept: kept.get(one) ?? [] };
      await pruneVersions(lambda, { name: one, functionName: of, record: next, ...keep });
    } catch (error) {
      if (isTransient(error) && !job.continuation) throw error; // then the function is invoked again, once
      logger.warn(`Versions of ${of} could not be pruned: ${explain(error)}`);
    }
  return succeed(`${versions.map(([one, version]) => `${one} ${version}`).join(', ')} serve`);
}

/**
 * A record that a parameter holds; of many functions it is only what serves.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
const fitting = (record: ReleaseRecord): ReleaseRecord =>
  Buffer.byteLength(JSON.stringify(record)) <= MAX_PARAMETER_BYTES ? record : { serving: record.serving };

/** Of a standard parameter. */
const MAX_PARAMETER_BYTES = 4096;

async function readServing(
  client: LambdaClient,
  { alias: name, functions }: LambdaSettings,
  versions: readonly (readonly [string, string])[],
): Promise<Record<string, RecordedFunction>> {
  const serving: Record<string, RecordedFunction> = {};
  for (const [one, version] of versions) {
    const functionName = functions[one]?.functionName ?? '';
    const alias = await readAlias(client, functionName, name);
    if (!alias || alias.version !== version || hasWeights(alias))
      throw new ReleaseError(
        `Alias ${name} of ${functionName} must name ${describeVersion(version)}, which this release has deployed, with all traffic, got: ${alias ? `${describeAlias(alias)}; somebody moved it` : 'no alias'}`,
      );
    const configuration = await readConfiguration(client, functionName, qualifierOf(version));
    if (!configuration?.CodeSha256)
      throw new ReleaseError(
        `Function ${functionName} must have ${describeVersion(version)}, got: no such version`,
      );
    serving[one] = { functionName, version, codeSha256: configuration.CodeSha256 };
  }
  return serving;
}

/** Without a qualifier Lambda shows `$LATEST`. */
const qualifierOf = (version: string): string | undefined => (version === LATEST ? undefined : version);

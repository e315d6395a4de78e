import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { artifactClient, openArtifact } from '../artifact/read-artifact';
import { pipelineName } from '../contract/names';
import {
  NO_ROLLBACK_OF_LATEST,
  PUBLISH_VERSIONS,
  type PublishVersionsVariables,
} from '../contract/publish-versions';
import { ConfigurationError, ReleaseError } from '../errors';
import { readExecution } from '../executions/read-execution';
import type { FunctionContext } from '../function-owner';
import { type JobOutcome, succeed, waitFor } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';
import { perRole, pipelineCredentials } from '../role-session';
import { readSettings } from '../versions/read-settings';
import { siblingsBefore } from '../versions/siblings';
import { codeOf } from './code';
import { converge, hasOtherCode } from './converge';
import { type EarlierLook, type FunctionLook, lookAtAll, type PublishJob, stateOf } from './look';
import type { PackedCode } from './pack';
import { publish } from './publish';
import { readVariables } from './read-variables';
import { type SummarizedVersion, summarize } from './summary';
import { publishingNow } from './turn';

/** Half an hour: a function in a network that was idle, or is new, takes minutes until it can be changed. */
const DEADLINE_SECONDS = 1800;

const clientsOf = perRole((credentials) => ({
  lambda: new LambdaClient({ credentials }),
  ssm: new SSMClient({ credentials }),
  codePipeline: new CodePipelineClient({ credentials }),
}));

/**
 * Gives the functions of a pipeline the code of a build and the configuration of its settings, and publishes a version of
 * each when all of them have it. It moves no traffic. It may die after any call and be repeated: each invocation looks
 * first, changes only what differs, and where Lambda is not done with a change, it is invoked again. Where code and
 * configuration are those of the last version, Lambda publishes none.
 *
 * Where the alias is to name `$LATEST` it publishes nothing: what it changes serves at once. There is nothing that such a
 * release could go back to, so that a rollback of its stage is refused.
 *
 * Where other pipelines release the same functions, it waits while one that is before it in the file publishes; and it publishes
 * nothing but what it has looked at, by revision.
 *
 * What it cannot use it refuses before any function is changed: code that the artifact does not have, that is empty or too
 * large, or lacks the handler's file; a function that is not there or has an image; an alias that is not there, names
 * `$LATEST` where it is to name a version, or a version where it is to name `$LATEST`, or has weights though no execution is
 * deploying.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. It reads the artifact
 * with the job's own credentials and does all else with the role of the pipeline, which must trust it and grant, in account
 * `A` and region `R`, with `STATE` = `PREFIX/PIPELINE/ENVIRONMENT` and `NAME` = `PREFIX-PIPELINE-ENVIRONMENT`:
 *
 * | actions | resources |
 * |---|---|
 * | `ssm:GetParameters`, `ssm:GetParameterHistory` | `arn:aws:ssm:R:A:parameter/STATE/settings` |
 * | `ssm:GetParameters` | the parameters that the environment variables of functions are read from |
 * | `lambda:GetAlias`, `lambda:GetFunctionConfiguration`, `lambda:UpdateFunctionConfiguration`, `lambda:UpdateFunctionCode`, `lambda:PublishVersion` | `arn:aws:lambda:R:A:function:FUNCTION`, and for `GetFunctionConfiguration` its versions, `…:FUNCTION:*` |
 * | `ec2:DescribeSecurityGroups`, `ec2:DescribeSubnets`, `ec2:DescribeVpcs` | `*`, where a function is in a network |
 * | `codepipeline:GetPipelineState`; for `$LATEST` `codepipeline:GetPipelineExecution` | `arn:aws:codepipeline:R:A:NAME` |
 * | `codepipeline:GetPipelineState` | the pipelines before it that release the same functions |
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  await runJob(parseJob(event, parseParameters), context, (job) => publishVersions(job, context), {
    deadlineSeconds: DEADLINE_SECONDS,
  });
}

const parseParameters = ({ text }: ParameterReader) => ({
  settings: text('settings'),
});

async function publishVersions(job: PublishJob, context: FunctionContext): Promise<JobOutcome> {
  const clients = clientsOf(pipelineCredentials(PUBLISH_VERSIONS, job.pipeline, context));
  const { settings } = await readSettings(clients.ssm, job.pipeline, job.parameters.settings);
  if (settings.latest) {
    const name = pipelineName(job.pipeline);
    const execution = await readExecution(clients.codePipeline, name, job.runningIn);
    if (!execution) return waitFor(`CodePipeline to show execution ${job.runningIn} of ${name}`);
    if (execution.executionType === 'ROLLBACK') throw new ReleaseError(NO_ROLLBACK_OF_LATEST);
  }
  const other = await publishingNow(clients.codePipeline, siblingsBefore(job.pipeline, settings));
  if (other !== undefined)
    return waitFor(`${other} to publish, which releases the same functions`, job.continuation?.state);
  const functions = await readVariables(clients.ssm, settings);
  const looks = await lookAtAll(clients, job, { ...settings, functions });
  const codes = isAllThere(looks) ? undefined : await readCode(job, looks);
  const found: Record<string, EarlierLook> = {};
  const waits: string[] = [];
  const ready = [];
  for (const look of looks) {
    const code = codes?.get(look.name);
    const sha256 = code?.sha256 ?? look.before?.sha256 ?? '';
    const converged = await converge(clients.lambda, look, { sha256, code });
    const { isChanged } = converged;
    found[look.name] = { sha256, serves: look.serves, isChanged };
    if (converged.kind === 'waiting') waits.push(converged.waitingFor);
    else ready.push({ look, latest: converged.latest, isChanged });
  }
  if (waits.length > 0) return waitFor(waits.join(', '), stateOf(found));
  if (settings.latest)
    return successOf(
      ready.map(({ look: { name, serves }, isChanged }) => ({
        ...{ name, serves, version: serves },
        change: isChanged ? 'changed' : 'unchanged',
      })),
    );
  const versions: SummarizedVersion[] = [];
  for (const { look, latest } of ready) {
    const published = await publish(clients.lambda, job, look, latest);
    if (published.kind === 'waiting') waits.push(published.waitingFor);
    else versions.push({ name: look.name, serves: look.serves, ...published });
  }
  if (waits.length > 0) return waitFor(waits.join(', '), stateOf(found));
  return successOf(versions);
}

/** Whether an earlier invocation has read the code, and all of it is uploaded. */
const isAllThere = (looks: readonly FunctionLook[]): boolean =>
  looks.every(({ before, settings, latest }) => before && !hasOtherCode(settings, latest, before.sha256));

/** The code of all functions, by their names. */
async function readCode(
  { artifactCredentials, inputArtifacts }: PublishJob,
  looks: readonly FunctionLook[],
): Promise<ReadonlyMap<string, PackedCode>> {
  const [input, ...others] = inputArtifacts;
  if (!input || others.length > 0)
    throw new ConfigurationError(
      `The action must have one input artifact, got: ${inputArtifacts.map(({ name }) => name).join(', ') || 'none'}`,
    );
  const artifact = await openArtifact(artifactClient(artifactCredentials), input);
  return new Map(looks.map(({ name, settings }) => [name, codeOf(artifact, name, settings)]));
}

function successOf(versions: readonly SummarizedVersion[]): JobOutcome {
  const SUMMARY = summarize(versions);
  const numbers = Object.fromEntries(versions.map(({ name, version }) => [name, version]));
  const variables: PublishVersionsVariables = { ...numbers, SUMMARY };
  return succeed(SUMMARY, { variables });
}

import { randomUUID } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Artifact, JobData } from '@aws-sdk/client-codepipeline';
import { artifactStore } from '../engine/artifacts';
import type { StoredArtifact } from '../model';
import type { Job, JobResult } from './lambda-job';
import { ActionFailure, type ActionJob, type ActionOutcome, type ActionProvider } from './provider';

/** A function that does not answer within this time has failed. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const ANSWER_WITHIN_MILLISECONDS = 20 * 60_000;

/** How long CodePipeline waits before it invokes a function again that asked to be continued. */
const CONTINUE_AFTER_MILLISECONDS = 30_000;

/**
 * Invokes a function with a job and waits for its result.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
 */
export const lambdaInvoke: ActionProvider = {
  type: { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' },
  inputArtifacts: { minimum: 0, maximum: 5 },
  outputArtifacts: { minimum: 0, maximum: 5 },
  configuration: { FunctionName: 'required', UserParameters: 'optional' },
  timeoutInMinutes: 24 * 60,
  run: invokeUntilDone,
};

async function invokeUntilDone(job: ActionJob): Promise<ActionOutcome> {
  const outputs = job.action.outputArtifacts.map(({ name }) => job.artifacts.reserve(name));
  let continuationToken: string | undefined;
  for (;;) {
    const result = await invokeOnce(job, outputs, continuationToken);
    job.run.externalExecutionId = result.externalExecutionId ?? job.run.externalExecutionId;
    if (result.outcome === 'failure') throw new ActionFailure(result.type, result.message);
    job.run.summary = result.summary ?? job.run.summary;
    job.run.percentComplete = result.percentComplete ?? job.run.percentComplete;
    continuationToken = result.continuationToken;
    if (!continuationToken) return { summary: result.summary, outputVariables: result.outputVariables };
    await job.store.context.clock.sleep(CONTINUE_AFTER_MILLISECONDS, job.signal);
    job.signal.throwIfAborted();
  }
}

/** Each invocation is a job of its own. */
async function invokeOnce(
  job: ActionJob,
  outputs: StoredArtifact[],
  continuationToken?: string,
): Promise<JobResult> {
  const { accountId, region } = job.execution.pipeline;
  const id = randomUUID();
  const data = await jobData(job, outputs, continuationToken);
  const answered = new AbortController();
  const answer = new Promise<JobResult>((resolve) => {
    const open: Job = {
      details: { id, accountId, data: { ...data, ...contextOf(job) } },
      closed: false,
      answer(result) {
        open.closed = true;
        resolve(result);
      },
    };
    job.store.state(accountId, region).jobs.set(id, open);
    AbortSignal.any([job.signal, answered.signal]).addEventListener('abort', () => (open.closed = true));
  });
  try {
    await invoke(job, { 'CodePipeline.job': { id, accountId, data } });
    return await Promise.race([answer, silence(job, answered.signal)]);
  } finally {
    answered.abort();
  }
}

async function invoke(job: ActionJob, event: object): Promise<void> {
  const lambda = new LambdaClient({ ...(await job.identity()), region: job.region });
  const { $metadata: metadata } = await lambda.send(
    new InvokeCommand({
      FunctionName: job.configuration.FunctionName,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(event)),
    }),
  );
  job.run.externalExecutionId ??= metadata.requestId;
}

async function silence(job: ActionJob, answered: AbortSignal): Promise<never> {
  await job.store.context.clock.sleep(ANSWER_WITHIN_MILLISECONDS, AbortSignal.any([job.signal, answered]));
  job.signal.throwIfAborted();
  throw new ActionFailure(
    'JobFailed',
    `The AWS Lambda function ${job.configuration.FunctionName} failed to return a result. Check the function to verify that it has permission to call the PutJobSuccessResult action and that it made a call to PutJobSuccessResult.`,
  );
}

async function jobData(
  job: ActionJob,
  outputs: readonly StoredArtifact[],
  continuationToken?: string,
): Promise<JobData> {
  const { accessKeyId, secretAccessKey, sessionToken } = (await job.identity()).credentials;
  const { encryptionKey } = artifactStore(job.execution.structure, job.region);
  return {
    actionConfiguration: { configuration: { ...job.configuration } },
    inputArtifacts: job.run.inputArtifacts.map((artifact) => artifactOf(job, artifact)),
    outputArtifacts: outputs.map((artifact) => artifactOf(job, artifact)),
    artifactCredentials: { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? '' },
    ...(continuationToken && { continuationToken }),
    ...(encryptionKey && { encryptionKey }),
  };
}

function artifactOf(job: ActionJob, { name, bucket, key }: StoredArtifact): Artifact {
  const source = job.execution.sources.find(({ artifactName }) => artifactName === name);
  return {
    name,
    ...(source && { revision: source.revisionId }),
    location: { type: 'S3', s3Location: { bucketName: bucket, objectKey: key } },
  };
}

/** What GetJobDetails tells beyond the event. */
function contextOf({ action, run, execution }: ActionJob): Pick<JobData, 'actionTypeId' | 'pipelineContext'> {
  return {
    actionTypeId: { ...action.actionTypeId },
    pipelineContext: {
      pipelineName: execution.pipeline.name,
      pipelineArn: execution.pipeline.arn,
      pipelineExecutionId: execution.id,
      stage: { name: run.stageName },
      action: { name: action.name, actionExecutionId: run.id },
    },
  };
}

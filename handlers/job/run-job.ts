import { CodePipelineClient, PutJobFailureResultCommand } from '@aws-sdk/client-codepipeline';
import { pipelineName } from '../contract/names';
import { explain, isTransient } from '../errors';
import { beginLog, logger } from '../logger';
import type { JobOutcome } from './job-outcome';
import {
  type DeadlineOptions,
  failureResult,
  type JobResultCommand,
  retryResult,
  successResult,
} from './job-result';
import type { JobRequest } from './parse-job';
import type { PipelineJob } from './pipeline-job';

const codePipeline = new CodePipelineClient();

/**
 * Works on a job and sends CodePipeline exactly one result for it, whatever becomes of the work: an error fails the
 * job, a transient one has the function invoked again until the deadline. It throws only where the result itself could
 * not be delivered; Lambda then repeats the whole invocation, which is safe.
 */
export async function runJob<Parameters>(
  request: JobRequest<Parameters>,
  work: (job: PipelineJob<Parameters>) => Promise<JobOutcome>,
  options: DeadlineOptions = {},
): Promise<void> {
  if (request.kind === 'invalid-job') {
    const { jobId, error } = request;
    beginLog({ jobId });
    logFailure(error);
    await deliver(jobId, failureResult(jobId, error));
    return;
  }
  const { job } = request;
  beginLog({ jobId: job.id, pipeline: pipelineName(job.pipeline), executionId: job.executionId });
  await deliver(job.id, await resultOf(job, work, options));
}

async function resultOf<Parameters>(
  job: PipelineJob<Parameters>,
  work: (job: PipelineJob<Parameters>) => Promise<JobOutcome>,
  options: DeadlineOptions,
): Promise<JobResultCommand> {
  try {
    const outcome = await work(job);
    logger.info(outcome.kind === 'success' ? outcome.summary : `Waiting for ${outcome.waitingFor}`);
    return successResult(job, outcome, options);
  } catch (error) {
    logFailure(error);
    return isTransient(error) ? retryResult(job, error, options) : failureResult(job.id, error);
  }
}

function logFailure(error: unknown): void {
  logger.error('The job failed', error instanceof Error ? error : new Error(explain(error)));
}

async function deliver(jobId: string, result: JobResultCommand): Promise<void> {
  try {
    await send(result);
  } catch (error) {
    if (isClosed(error)) {
      logger.warn('CodePipeline takes no result for this job any more', { reason: explain(error) });
      return;
    }
    if (isTransient(error) || result instanceof PutJobFailureResultCommand) throw error;
    logger.error('CodePipeline rejects the result', error as Error);
    await send(failureResult(jobId, error));
  }
}

async function send(result: JobResultCommand): Promise<void> {
  await (result instanceof PutJobFailureResultCommand
    ? codePipeline.send(result)
    : codePipeline.send(result));
}

/** An earlier invocation has sent a result, or the execution was stopped. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && ['InvalidJobStateException', 'JobNotFoundException'].includes(error.name);
}

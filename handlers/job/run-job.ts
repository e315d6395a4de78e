import { CodePipelineClient, PutJobFailureResultCommand } from '@aws-sdk/client-codepipeline';
import { pipelineName } from '../contract/names';
import { explain, isTransient } from '../errors';
import { type FunctionContext, functionOwner } from '../function-owner';
import { addToLog, beginLog, logger } from '../logger';
import { confirmJob } from './confirm-job';
import type { JobOutcome } from './job-outcome';
import {
  type DeadlineOptions,
  failureResult,
  type JobResultCommand,
  retryResult,
  successResult,
  unconfirmedResult,
} from './job-result';
import type { JobRequest, JobWork } from './parse-job';
import type { ConfirmedJob } from './pipeline-job';

const codePipeline = new CodePipelineClient();

/**
 * Works on a job that {@link confirmJob} confirms, on nothing of any other, and sends CodePipeline exactly one result for
 * it, whatever becomes of the work: an error fails the job, a transient one has the function invoked again until the
 * deadline. It throws only where the result itself could not be delivered; Lambda then repeats the whole invocation, which
 * is safe. A job that is closed, or that CodePipeline does not know, is logged: Lambda may deliver an event twice.
 *
 * The function's own role needs `codepipeline:PutJobSuccessResult` and `…:PutJobFailureResult` (which know no resources:
 * `*`), and `codepipeline:ListActionExecutions` and `…:GetPipelineState` on the environment's pipelines.
 */
export async function runJob<Parameters>(
  request: JobRequest<Parameters>,
  context: FunctionContext,
  work: Work<Parameters>,
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
  await deliver(job.id, await resultOf(request, context, work, options));
}

type Work<Parameters> = (job: ConfirmedJob<Parameters>) => Promise<JobOutcome>;

async function resultOf<Parameters>(
  request: JobWork<Parameters>,
  context: FunctionContext,
  work: Work<Parameters>,
  options: DeadlineOptions,
): Promise<JobResultCommand> {
  let { job } = request;
  let isConfirmed = false;
  try {
    const confirmation = await confirmJob(codePipeline, request, functionOwner(context));
    if (!confirmation) {
      logger.warn('Nothing is done: CodePipeline shows no action in progress that asks for it');
      return unconfirmedResult(job, options);
    }
    isConfirmed = true;
    addToLog({ executionId: confirmation.runningIn });
    const continuation = job.continuation?.isUnconfirmed ? undefined : job.continuation;
    const confirmed = { ...job, continuation, ...confirmation };
    job = confirmed;
    const outcome = await work(confirmed);
    logger.info(outcome.kind === 'success' ? outcome.summary : `Waiting for ${outcome.waitingFor}`);
    return successResult(job, outcome, options);
  } catch (error) {
    logFailure(error);
    return isTransient(error) ? retryResult(job, error, options, isConfirmed) : failureResult(job.id, error);
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

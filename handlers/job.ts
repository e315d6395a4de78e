import {
  CodePipelineClient,
  PutJobFailureResultCommand,
  type PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import { explain, isTransient } from './errors';
import type { Answer, Success, Waiting } from './job-answer';
import { type Job, jobIdOf, parseJob } from './job-event';
import { type DeadlineOptions, failureResult, successResult, tryAgainResult } from './job-result';
import type { JsonObject } from './json';
import { beginLog, logger } from './logger';

const codePipeline = new CodePipelineClient();

/**
 * Works on a job and gives CodePipeline exactly one result for it, whatever becomes of the work: an error fails the
 * job, a passing one has it looked at again until the deadline. What is thrown from here is only that the result
 * itself could not be delivered; Lambda then repeats the whole invocation, which is safe.
 * @param event as Lambda got it; never logged, because it carries credentials
 */
export async function answerJob(
  event: unknown,
  work: (job: Job) => Promise<Answer>,
  options: DeadlineOptions = {},
): Promise<void> {
  const id = jobIdOf(event);
  beginLog({ jobId: id });
  await deliver(id, await resultOf(id, event, work, options));
}

/** The action is done. */
export const succeed = (summary: string, details: Omit<Success, 'kind' | 'summary'> = {}): Success => ({
  kind: 'success',
  summary,
  ...details,
});

/** The action is not done yet; look again in a while. */
export const waitFor = (waitingFor: string, state?: JsonObject): Waiting => ({
  kind: 'waiting',
  waitingFor,
  state,
});

type Result = PutJobSuccessResultCommand | PutJobFailureResultCommand;

async function resultOf(
  id: string,
  event: unknown,
  work: (job: Job) => Promise<Answer>,
  options: DeadlineOptions,
): Promise<Result> {
  let job: Job | undefined;
  try {
    job = parseJob(event);
    const answer = await work(job);
    logger.info(answer.kind === 'success' ? answer.summary : `Waiting for ${answer.waitingFor}`);
    return successResult(job, answer, options);
  } catch (error) {
    logger.error('The job met an error', error instanceof Error ? error : new Error(explain(error)));
    return job && isTransient(error) ? tryAgainResult(job, error, options) : failureResult(id, error);
  }
}

async function deliver(id: string, result: Result): Promise<void> {
  try {
    await send(result);
  } catch (error) {
    if (isClosed(error)) {
      logger.warn('CodePipeline has its result already, or wants none any more', { reason: explain(error) });
      return;
    }
    if (isTransient(error) || result instanceof PutJobFailureResultCommand) throw error;
    logger.error('CodePipeline does not take the result', error as Error);
    await send(failureResult(id, error));
  }
}

async function send(result: Result): Promise<void> {
  await (result instanceof PutJobFailureResultCommand
    ? codePipeline.send(result)
    : codePipeline.send(result));
}

/** An invocation before this one has answered, or nobody waits any more. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && ['InvalidJobStateException', 'JobNotFoundException'].includes(error.name);
}

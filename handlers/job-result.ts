import { PutJobFailureResultCommand, PutJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import { ConfigurationError, DeadlineError, explain, failureType } from './errors';
import type { Answer, Success, Waiting } from './job-answer';
import type { Job } from './job-event';

/** How long an action may wait. */
export interface DeadlineOptions {
  /** Seconds from the first invocation on, after which waiting ends in a failure. @default 600 */
  readonly deadlineSeconds?: number;
  /** @default - the machine's clock */
  readonly now?: () => Date;
}

const DEFAULT_DEADLINE_SECONDS = 600;

/**
 * Characters that a failure tells.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_FailureDetails.html
 */
export const LONGEST_FAILURE = 5000;

/**
 * Characters.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobSuccessResult.html
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ExecutionDetails.html
 */
const LIMITS = { token: 2048, waitingFor: 500, summary: 2048, externalExecutionId: 1500 };

/**
 * What CodePipeline is told of work that went well, so far or to its end.
 * @throws DeadlineError where it still waits at the deadline
 * @throws ConfigurationError where the handler wants to remember more than a token holds
 */
export function successResult(
  job: Job,
  answer: Answer,
  options: DeadlineOptions,
): PutJobSuccessResultCommand {
  return answer.kind === 'success' ? finalResult(job, answer) : waitingResult(job, answer, options);
}

/** What it is told after a passing error: look again, or, at the deadline, the failure. */
export function tryAgainResult(
  job: Job,
  error: unknown,
  options: DeadlineOptions,
): PutJobSuccessResultCommand | PutJobFailureResultCommand {
  const waitingFor = `a call to succeed that failed with ${explain(error)}`;
  try {
    return waitingResult(job, { kind: 'waiting', waitingFor, state: job.continuation?.state }, options);
  } catch (late) {
    return failureResult(job.id, late);
  }
}

/** What it is told of work that failed for good. */
export function failureResult(jobId: string, error: unknown): PutJobFailureResultCommand {
  const message = shorten(explain(error), LONGEST_FAILURE);
  return new PutJobFailureResultCommand({ jobId, failureDetails: { type: failureType(error), message } });
}

function finalResult(
  job: Job,
  { summary, externalExecutionId, variables }: Success,
): PutJobSuccessResultCommand {
  return new PutJobSuccessResultCommand({
    jobId: job.id,
    executionDetails: {
      summary: shorten(summary, LIMITS.summary),
      externalExecutionId: externalExecutionId && shorten(externalExecutionId, LIMITS.externalExecutionId),
      percentComplete: 100,
    },
    outputVariables: variables && { ...variables },
  });
}

function waitingResult(
  job: Job,
  { waitingFor, state = {} }: Waiting,
  { deadlineSeconds = DEFAULT_DEADLINE_SECONDS, now = () => new Date() }: DeadlineOptions,
): PutJobSuccessResultCommand {
  const time = now().getTime();
  const deadline = job.continuation?.deadline ?? new Date(time + deadlineSeconds * 1000).toISOString();
  if (time >= Date.parse(deadline))
    throw new DeadlineError(`Gave up at the deadline ${deadline}, waiting for ${waitingFor}`);
  const token = JSON.stringify({ deadline, waitingFor: shorten(waitingFor, LIMITS.waitingFor), state });
  if (token.length > LIMITS.token)
    throw new ConfigurationError(
      `A continuation token must have at most ${LIMITS.token} characters, got: ${token.length}`,
    );
  const summary = shorten(`Waiting for ${waitingFor}`, LIMITS.summary);
  return new PutJobSuccessResultCommand({
    jobId: job.id,
    continuationToken: token,
    executionDetails: { summary },
  });
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

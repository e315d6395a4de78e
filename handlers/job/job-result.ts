import { PutJobFailureResultCommand, PutJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import { ConfigurationError, DeadlineError, explain, failureType } from '../errors';
import type { JobOutcome, JobSuccess, JobWait } from './job-outcome';
import type { PipelineJob } from './pipeline-job';

/** What CodePipeline is sent for a job. */
export type JobResultCommand = PutJobSuccessResultCommand | PutJobFailureResultCommand;

/** How long an action may wait. */
export interface DeadlineOptions {
  /** Seconds from the first invocation on, after which waiting ends in a failure. @default 600 */
  readonly deadlineSeconds?: number;
  /** @default - the machine's clock */
  readonly now?: () => Date;
}

const DEFAULT_DEADLINE_SECONDS = 600;

/**
 * Characters of a failure's message.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_FailureDetails.html
 */
export const MAX_FAILURE_LENGTH = 5000;

/** Characters. https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobSuccessResult.html */
const MAX_TOKEN_LENGTH = 2048;

/** Characters of a token that name what is waited for; the rest is for the handler's state. */
const MAX_WAITING_FOR_LENGTH = 500;

/** Characters. https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ExecutionDetails.html */
const MAX_SUMMARY_LENGTH = 2048;
const MAX_EXTERNAL_ID_LENGTH = 1500;

/**
 * The result of work that went well, so far or to its end.
 * @throws DeadlineError where it still waits at the deadline
 * @throws ConfigurationError where the handler's state does not fit into a token
 */
export function successResult(
  job: PipelineJob,
  outcome: JobOutcome,
  options: DeadlineOptions,
): PutJobSuccessResultCommand {
  return outcome.kind === 'success' ? finalResult(job, outcome) : waitResult(job, outcome, options);
}

/** Continues "waiting for". It quotes nothing of the job, whose parameters anybody may have made up. */
const UNCONFIRMED =
  'CodePipeline to show this action in progress, with the function, the UserParameters and the input artifacts of the job';

/**
 * The result of a job that CodePipeline's own state does not confirm: another invocation, with what earlier ones left. One
 * that never is fails after ten minutes, whatever the action's own deadline, which begins with its work.
 * @throws DeadlineError at the deadline
 */
export function unconfirmedResult(
  job: PipelineJob,
  options: DeadlineOptions,
  waitingFor = UNCONFIRMED,
): PutJobSuccessResultCommand {
  const { continuation } = job;
  const outcome = { kind: 'wait', waitingFor, state: continuation?.state } as const;
  if (continuation && !continuation.isUnconfirmed) return waitResult(job, outcome, options);
  return waitResult(job, outcome, { ...options, deadlineSeconds: CONFIRMATION_SECONDS }, true);
}

/** Ten minutes: CodePipeline invokes the function about twice a minute. */
const CONFIRMATION_SECONDS = 600;

/**
 * The result of a transient error: another invocation, or, at the deadline, the failure.
 * @param isConfirmed whether the error is one of the work, not of confirming the job
 */
export function retryResult(
  job: PipelineJob,
  error: unknown,
  options: DeadlineOptions,
  isConfirmed: boolean,
): JobResultCommand {
  const waitingFor = `a call to succeed that failed with ${explain(error)}`;
  try {
    return isConfirmed
      ? waitResult(job, { kind: 'wait', waitingFor, state: job.continuation?.state }, options)
      : unconfirmedResult(job, options, waitingFor);
  } catch (deadlineError) {
    return failureResult(job.id, deadlineError);
  }
}

/** The result of work that failed for good. */
export function failureResult(jobId: string, error: unknown): PutJobFailureResultCommand {
  const message = shorten(explain(error), MAX_FAILURE_LENGTH);
  return new PutJobFailureResultCommand({ jobId, failureDetails: { type: failureType(error), message } });
}

function finalResult(
  job: PipelineJob,
  { summary, externalExecutionId, variables }: JobSuccess,
): PutJobSuccessResultCommand {
  return new PutJobSuccessResultCommand({
    jobId: job.id,
    executionDetails: {
      summary: shorten(summary, MAX_SUMMARY_LENGTH),
      externalExecutionId: externalExecutionId && shorten(externalExecutionId, MAX_EXTERNAL_ID_LENGTH),
      percentComplete: 100,
    },
    outputVariables: variables && { ...variables },
  });
}

function waitResult(
  job: PipelineJob,
  { waitingFor, state = {} }: JobWait,
  { deadlineSeconds = DEFAULT_DEADLINE_SECONDS, now = () => new Date() }: DeadlineOptions,
  unconfirmed = false,
): PutJobSuccessResultCommand {
  const time = now().getTime();
  const deadline = job.continuation?.deadline ?? new Date(time + deadlineSeconds * 1000).toISOString();
  if (time >= Date.parse(deadline))
    throw new DeadlineError(`Gave up at the deadline ${deadline}, waiting for ${waitingFor}`);
  const token = JSON.stringify({
    ...{ deadline, waitingFor: shorten(waitingFor, MAX_WAITING_FOR_LENGTH), state },
    ...(unconfirmed && { unconfirmed }),
  });
  if (token.length > MAX_TOKEN_LENGTH)
    throw new ConfigurationError(
      `A continuation token must have at most ${MAX_TOKEN_LENGTH} characters, got: ${token.length}`,
    );
  return new PutJobSuccessResultCommand({
    jobId: job.id,
    continuationToken: token,
    executionDetails: { summary: shorten(`Waiting for ${waitingFor}`, MAX_SUMMARY_LENGTH) },
  });
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

import type { PutJobFailureResultInput, PutJobSuccessResultInput } from '@aws-sdk/client-codepipeline';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import { failAction, findRun, succeedAction } from './flow';
import type { Job } from './model';

/** Seconds until a function with a continuation token is invoked again; AWS documents none. */
const CONTINUATION_SECONDS = 30;

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobSuccessResult.html */
export function putJobSuccessResult(simulated: SimulatedAccount, input: PutJobSuccessResultInput): object {
  const { jobId, continuationToken: token, outputVariables = {}, executionDetails } = input;
  const { action } = take(simulated, jobId, token === undefined ? 'success' : 'continue');
  if (token !== undefined) {
    const due = simulated.now + CONTINUATION_SECONDS * 1000;
    simulated.pipeline.continuations.push({ action, token, due });
    return {};
  }
  Object.assign(findRun(simulated, action), {
    output: { ...outputVariables },
    externalId: executionDetails?.externalExecutionId,
  });
  succeedAction(simulated, action);
  return {};
}

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobFailureResult.html */
export function putJobFailureResult(
  simulated: SimulatedAccount,
  { jobId, failureDetails }: PutJobFailureResultInput,
): object {
  const { action } = take(simulated, jobId, 'failure');
  failAction(simulated, action, failureDetails?.message ?? '');
  return {};
}

/** Takes a job's one result, and keeps those that are refused, too. */
function take(
  { pipeline: { jobs } }: SimulatedAccount,
  jobId: string | undefined,
  kind: Job['results'][number]['kind'],
): Job {
  const job = jobs.find(({ id }) => id === jobId);
  if (!job) throw new ServiceError('JobNotFoundException', 'There is no such job');
  job.results.push({ kind, isTaken: !job.isClosed });
  if (job.isClosed) throw new ServiceError('InvalidJobStateException', 'The job has already been completed');
  job.isClosed = true;
  return job;
}

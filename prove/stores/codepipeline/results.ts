import type { PutJobFailureResultInput, PutJobSuccessResultInput } from '@aws-sdk/client-codepipeline';
import type { World } from '../../world/world';
import { ServiceError } from '../store';
import { failAction, findRun, succeedAction } from './flow';
import type { Job } from './model';

/** Seconds until a function with a continuation token is invoked again; AWS documents none. */
const CONTINUATION_SECONDS = 30;

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobSuccessResult.html */
export function putJobSuccessResult(world: World, input: PutJobSuccessResultInput): object {
  const { jobId, continuationToken: token, outputVariables = {}, executionDetails } = input;
  const { action } = take(world, jobId, token === undefined ? 'success' : 'continue');
  if (token !== undefined) {
    const due = world.now + CONTINUATION_SECONDS * 1000;
    world.pipeline.continuations.push({ action, token, due });
    return {};
  }
  Object.assign(findRun(world, action), {
    output: { ...outputVariables },
    externalId: executionDetails?.externalExecutionId,
  });
  succeedAction(world, action);
  return {};
}

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobFailureResult.html */
export function putJobFailureResult(
  world: World,
  { jobId, failureDetails }: PutJobFailureResultInput,
): object {
  const { action } = take(world, jobId, 'failure');
  failAction(world, action, failureDetails?.message ?? '');
  return {};
}

/** Takes a job's one result, and keeps those that are refused, too. */
function take(
  { pipeline: { jobs } }: World,
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

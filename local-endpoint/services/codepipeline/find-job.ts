import { AwsError } from '../../kit/aws-error';
import { type CallContext } from '../../kit/operation';
import type { Job } from './providers/lambda-job';
import type { CodePipelineStore } from './store';

/** A job of the caller's account. @throws AwsError `JobNotFoundException` */
export function findJob(store: CodePipelineStore, { caller, region }: CallContext, id: string): Job {
  const job = store.state(caller.accountId, region).jobs.get(id);
  if (job) return job;
  throw new AwsError(
    'JobNotFoundException',
    `No job with ID '${id}' was found in account '${caller.accountId}'`,
  );
}

/** A job that still takes a result. @throws AwsError `JobNotFoundException`, `InvalidJobStateException` */
export function openJob(store: CodePipelineStore, context: CallContext, id: string): Job {
  const job = findJob(store, context, id);
  if (!job.closed) return job;
  throw new AwsError(
    'InvalidJobStateException',
    `The job with ID '${id}' has already been completed or timed out.`,
  );
}

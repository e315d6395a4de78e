import { GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientOf } from '../../../kit/client';
import { AwsError } from '../../../kit/aws-error';
import { asAwsError } from '../functions/find-function';
import type { FunctionReference } from '../functions/reference';
import type { LambdaStore } from '../store';

/**
 * Counts one more invocation of a function, up to its reserved concurrency; without one there is no limit.
 * @returns counts it no longer
 * @throws AwsError TooManyRequestsException at the limit
 */
export async function reserveConcurrency(
  store: LambdaStore,
  reference: FunctionReference,
): Promise<() => void> {
  const limit = await reservedConcurrency(store, reference);
  const { running } = store.state.in(reference);
  const { name } = reference;
  const count = running.get(name) ?? 0;
  if (count >= limit) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
  running.set(name, count + 1);
  return () => running.set(name, (running.get(name) ?? 1) - 1);
}

async function reservedConcurrency(store: LambdaStore, reference: FunctionReference): Promise<number> {
  const client = clientOf(LambdaClient, store.context.aws.asService(reference.account, reference.region));
  try {
    const found = await client.send(new GetFunctionConcurrencyCommand({ FunctionName: reference.name }));
    return found.ReservedConcurrentExecutions ?? Number.POSITIVE_INFINITY;
  } catch (error) {
    throw asAwsError(error);
  }
}

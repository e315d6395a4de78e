import { GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kit/aws-error';
import { functionArn, type FunctionReference } from '../functions/reference';
import { asAwsError } from '../functions/sdk-error';
import type { LambdaStore } from '../store';

/**
 * Takes one of the function's reserved places; a function that reserves none has as many as it needs.
 * @returns gives the place back
 * @throws AwsError TooManyRequestsException where all are taken
 */
export async function reserve(state: LambdaStore, reference: FunctionReference): Promise<() => void> {
  const limit = await reservedConcurrency(state, reference);
  const arn = functionArn(reference);
  const now = state.running.get(arn) ?? 0;
  if (now >= limit) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
  state.running.set(arn, now + 1);
  return () => state.running.set(arn, (state.running.get(arn) ?? 1) - 1);
}

async function reservedConcurrency(state: LambdaStore, reference: FunctionReference): Promise<number> {
  const client = new LambdaClient(state.context.aws.asService(reference.account, reference.region));
  try {
    const found = await client.send(new GetFunctionConcurrencyCommand({ FunctionName: reference.name }));
    return found.ReservedConcurrentExecutions ?? Number.POSITIVE_INFINITY;
  } catch (error) {
    throw asAwsError(error);
  }
}

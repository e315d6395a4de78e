import { ListTagsCommand } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kit/aws-error';
import type { LambdaStore } from '../store';
import { lambdaClient } from '../versions/read';
import { type FunctionReference, functionArn } from './reference';

/** The tag of a function that says how many seconds Lambda takes for a change of its code or configuration. */
const CHANGE_TAG = 'rehearsal.change-seconds';

/**
 * Begins a change, which takes no time where the function has no tag. Calls of the function run the new code at once.
 * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html#functions-states-updating
 * @throws AwsError InvalidParameterValueException for a tag that is no number of seconds
 */
export async function beginChange(store: LambdaStore, reference: FunctionReference): Promise<void> {
  const request = new ListTagsCommand({ Resource: functionArn(reference) });
  const { Tags = {} } = await lambdaClient(store, reference).send(request);
  const seconds = secondsOf(Tags[CHANGE_TAG]);
  if (seconds > 0) store.state.in(reference).changing.set(reference.name, now(store) + seconds * 1000);
}

/** Has a change be done at once. */
export const endChange = (store: LambdaStore, reference: FunctionReference): boolean =>
  store.state.in(reference).changing.delete(reference.name);

/** @throws AwsError ResourceConflictException while Lambda is not done with an earlier change */
export function requireIdle(store: LambdaStore, reference: FunctionReference): void {
  if (!isChanging(store, reference)) return;
  throw new AwsError(
    'ResourceConflictException',
    `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn(reference)}`,
    409,
  );
}

/** What a configuration of `$LATEST` says of a change. @returns nothing where Lambda is done with all */
export const changeStatus = (store: LambdaStore, reference: FunctionReference): object =>
  reference.qualifier === '$LATEST' && isChanging(store, reference)
    ? {
        ...{ LastUpdateStatus: 'InProgress', LastUpdateStatusReasonCode: 'Creating' },
        LastUpdateStatusReason: 'The function is being created.',
      }
    : {};

const isChanging = (store: LambdaStore, reference: FunctionReference): boolean =>
  (store.state.in(reference).changing.get(reference.name) ?? 0) > now(store);

const now = ({ context }: LambdaStore): number => context.clock.now().getTime();

function secondsOf(value = '0'): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new AwsError(
    'InvalidParameterValueException',
    `The tag ${CHANGE_TAG} must be a number of seconds, got: ${value}`,
  );
}

import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../kit/aws-error';
import { type CallContext } from '../../../kit/operation';
import type { ServiceContext } from '../../../kit/context';
import { type Answers, createAnswers } from './answers';
import type { Stack } from './stack';

/** The stacks of the endpoint. */
export interface StackStore {
  readonly context: ServiceContext;
  readonly answers: Answers;
  /** The stacks of one account and region, newest last, deleted ones included. */
  stacks(account: string, region: string): Stack[];
}

/** A store without stacks. */
export function createStackStore(serviceContext: ServiceContext): StackStore {
  const regions = new Map<string, Stack[]>();
  return {
    context: serviceContext,
    answers: createAnswers(serviceContext),
    stacks: (account, region) => {
      const key = `${account}/${region}`;
      const stacks = regions.get(key) ?? [];
      regions.set(key, stacks);
      return stacks;
    },
  };
}

/** A stack by its name, or by its ARN, by which deleted ones are found too. */
export function findStack(store: StackStore, context: CallContext, nameOrId: string): Stack | undefined {
  const stacks = store.stacks(context.caller.accountId, context.region);
  return (
    stacks.find((stack) => stack.id === nameOrId) ??
    stacks.find((stack) => stack.name === nameOrId && isAlive(stack))
  );
}

/**
 * A stack by name or ARN.
 * @throws AwsError `ValidationError` where there is none
 */
export function getStack(store: StackStore, context: CallContext, nameOrId: string | undefined): Stack {
  if (nameOrId === undefined || nameOrId === '') {
    throw new AwsError(
      'ValidationError',
      "1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null",
    );
  }
  const stack = findStack(store, context, nameOrId);
  if (stack === undefined) throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`);
  return stack;
}

/** A new stack without resources, not in the store before {@link StackStore.stacks} gets it. */
export function newStack(store: StackStore, context: CallContext, name: string, status: string): Stack {
  const { accountId: account } = context.caller;
  const { region } = context;
  return {
    name,
    id: `arn:aws:cloudformation:${region}:${account}:stack/${name}/${randomUUID()}`,
    account,
    region,
    created: store.context.clock.now(),
    status,
    resources: new Map(),
    outputs: [],
    imports: new Set(),
    events: [],
    changeSets: [],
    terminationProtection: false,
    running: Promise.resolve(),
  };
}

/** Whether a stack has not been deleted. */
export const isAlive = (stack: Stack): boolean => stack.status !== 'DELETE_COMPLETE';

/** Whether an operation on the stack has not ended. */
export const isBusy = (stack: Stack): boolean =>
  stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS';

import { randomUUID } from 'node:crypto';
import { formatArn } from '../../kit/arn';
import { AwsError } from '../../kit/aws-error';
import type { ServiceContext } from '../../kit/context';
import type { CallContext } from '../../kit/operation';
import type { CustomResourceResponses } from '../../kit/resources/custom-resource-responses';
import { scopeOf } from '../../kit/scope';
import { Store } from '../../kit/store';
import { createCustomResourceResponses } from './engine/custom-resource-responses';
import type { Stack } from './engine/stack';

/** The stacks of the endpoint, and what their resources are made with. */
export interface StackStore {
  readonly context: ServiceContext;
  readonly responses: CustomResourceResponses;
  /** Newest last, deleted ones included. */
  readonly stacks: Store<Stack[]>;
}

/** A store without stacks. */
export function createStackStore(context: ServiceContext): StackStore {
  return {
    context,
    responses: createCustomResourceResponses(context),
    stacks: new Store<Stack[]>(() => []),
  };
}

/** A stack by its name or its ARN; deleted stacks are found by ARN only. */
export function findStack(store: StackStore, context: CallContext, nameOrId: string): Stack | undefined {
  const stacks = store.stacks.in(scopeOf(context));
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

/** A new stack without resources, not in {@link StackStore.stacks} yet. */
export function newStack(store: StackStore, context: CallContext, name: string, status: string): Stack {
  const scope = scopeOf(context);
  return {
    ...scope,
    name,
    id: formatArn('cloudformation', scope, `stack/${name}/${randomUUID()}`),
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

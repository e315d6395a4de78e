import { AwsError } from '../../../kit/aws-error';
import { type CallContext } from '../../../kit/operation';
import type { ChangeSet } from '../engine/change-set';
import type { Stack } from '../engine/stack';
import { findStack, getStack, type StackStore } from '../engine/store';

/** How requests name a change set: by its ARN, or by its name and its stack. */
export interface ChangeSetReference {
  readonly ChangeSetName?: string;
  readonly StackName?: string;
}

/** A change set and its stack, if it is there. */
export function findChangeSet(
  store: StackStore,
  context: CallContext,
  { ChangeSetName, StackName }: ChangeSetReference,
): { stack: Stack; changeSet: ChangeSet } | undefined {
  const stacks =
    StackName === undefined
      ? store.stacks(context.caller.accountId, context.region)
      : [findStack(store, context, StackName)];
  for (const stack of stacks) {
    const changeSet = stack?.changeSets.find(
      ({ id, name }) => id === ChangeSetName || name === ChangeSetName,
    );
    if (stack !== undefined && changeSet !== undefined) return { stack, changeSet };
  }
  return undefined;
}

/**
 * A change set and its stack.
 * @throws AwsError `ValidationError` without the stack, `ChangeSetNotFound` without the change set
 */
export function getChangeSet(
  store: StackStore,
  context: CallContext,
  reference: ChangeSetReference,
): { stack: Stack; changeSet: ChangeSet } {
  if (reference.StackName !== undefined) getStack(store, context, reference.StackName);
  const found = findChangeSet(store, context, reference);
  if (found !== undefined) return found;
  throw new AwsError('ChangeSetNotFound', `ChangeSet [${reference.ChangeSetName}] does not exist`, 404);
}

import { AwsError } from '../../../kit/aws-error';
import type { CallContext, Operation } from '../../../kit/operation';
import { changeStack } from '../engine/time';
import { runCreate } from '../engine/create-stack';
import { runDelete } from '../engine/delete-stack';
import { recordStack } from '../engine/record';
import { runUpdate } from '../engine/update-stack';
import { checkedPlan } from '../request/checked-plan';
import { desiredFrom } from '../request/desired';
import { checkStackName } from '../request/names';
import { isTrue, listOf, type StackRequest } from '../request/request';
import { checkIdle, checkUpdatable } from '../request/state';
import { findStack, getStack, isAlive, newStack, type StackStore } from '../store';
import { refusal } from '../template/errors';

interface CreateStackInput extends StackRequest {
  readonly EnableTerminationProtection?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export function createStack(store: StackStore): Operation<CreateStackInput> {
  return async (input, context) => {
    const name = checkStackName(input.StackName);
    refusePresent(store, context, name);
    const stack = newStack(store, context, name, 'CREATE_IN_PROGRESS');
    const desired = await desiredFrom(store, stack, input);
    await checkedPlan(store, stack, desired);
    refusePresent(store, context, name);
    stack.terminationProtection = isTrue(input.EnableTerminationProtection);
    store.stacks.in(stack).push(stack);
    stack.running = changeStack(store, stack, () => runCreate(store, stack, desired));
    return { StackId: stack.id };
  };
}

/** Checked again just before the stack is made: another request may have come first meanwhile. */
function refusePresent(store: StackStore, context: CallContext, name: string): void {
  if (findStack(store, context, name) === undefined) return;
  throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html */
export function updateStack(store: StackStore): Operation<StackRequest> {
  return async (input, context) => {
    const stack = findStack(store, context, input.StackName ?? '');
    if (stack === undefined)
      throw new AwsError('ValidationError', `Stack [${input.StackName}] does not exist`);
    checkUpdatable(stack);
    if (isTrue(input.DisableRollback)) throw refusal('update a stack without rollback (DisableRollback)');
    const desired = await desiredFrom(store, stack, input);
    const { changes, otherChanges } = await checkedPlan(store, stack, desired);
    if (changes.length === 0 && !otherChanges) {
      throw new AwsError('ValidationError', 'No updates are to be performed.');
    }
    checkUpdatable(stack);
    stack.running = changeStack(store, stack, () => runUpdate(store, stack, desired));
    return { StackId: stack.id };
  };
}

interface DeleteStackInput {
  readonly StackName?: string;
  readonly RoleARN?: string;
  readonly RetainResources?: readonly string[] | '';
}

/**
 * Deletes a stack; one that does not exist is no error.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
 */
export function deleteStack(store: StackStore): Operation<DeleteStackInput> {
  return async (input, context) => {
    const stack = findStack(store, context, input.StackName ?? '');
    if (stack === undefined || !isAlive(stack)) return {};
    if (stack.terminationProtection) {
      throw new AwsError(
        'ValidationError',
        `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
      );
    }
    const retained = listOf(input.RetainResources);
    if (retained.length > 0 && stack.status !== 'DELETE_FAILED') {
      throw new AwsError(
        'ValidationError',
        `Invalid operation on stack [${stack.id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
      );
    }
    checkIdle(stack);
    if (stack.status === 'REVIEW_IN_PROGRESS') {
      stack.deleted = store.context.clock.now();
      recordStack(store, stack, 'DELETE_COMPLETE');
      return {};
    }
    stack.running = changeStack(store, stack, () => runDelete(store, stack, input.RoleARN, retained));
    return {};
  };
}

interface TerminationProtectionInput {
  readonly StackName?: string;
  readonly EnableTerminationProtection?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html */
export function updateTerminationProtection(store: StackStore): Operation<TerminationProtectionInput> {
  return async (input, context) => {
    const stack = getStack(store, context, input.StackName);
    stack.terminationProtection = isTrue(input.EnableTerminationProtection);
    return { StackId: stack.id };
  };
}

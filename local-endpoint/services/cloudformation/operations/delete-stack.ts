import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { deleteStack as remove } from '../engine/delete-stack';
import { recordStack } from '../engine/record';
import { findStack, isAlive, type StackStore } from '../engine/store';
import { listOf } from '../request/request';
import { checkIdle } from '../request/state';

interface Input {
  readonly StackName?: string;
  readonly RoleARN?: string;
  readonly RetainResources?: readonly string[] | '';
}

/**
 * Deletes a stack; one that is not there is no error.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
 */
export function deleteStack(store: StackStore): Operation<Input> {
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
        'Invalid operation on stack [' +
          stack.id +
          ']. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.',
      );
    }
    checkIdle(stack);
    if (stack.status === 'REVIEW_IN_PROGRESS') {
      stack.deleted = store.context.clock.now();
      recordStack(store.context, stack, 'DELETE_COMPLETE');
      return {};
    }
    stack.running = remove(store, stack, input.RoleARN, retained);
    return {};
  };
}

import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { updateStack as update } from '../engine/update-stack';
import { findStack, type StackStore } from '../engine/store';
import { checkedPlan } from '../request/checked-plan';
import { desiredFrom } from '../request/desired';
import { isTrue, type StackRequest } from '../request/request';
import { checkUpdatable } from '../request/state';
import { refusal } from '../template/template';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html */
export function updateStack(store: StackStore): Operation<StackRequest> {
  return async (input, context) => {
    const stack = findStack(store, context, input.StackName ?? '');
    if (stack === undefined)
      throw new AwsError('ValidationError', `Stack [${input.StackName}] does not exist`);
    checkUpdatable(stack);
    if (isTrue(input.DisableRollback)) throw refusal('update a stack without rollback (DisableRollback)');
    const desired = await desiredFrom(store, stack, input);
    const { changes, otherwiseChanged } = await checkedPlan(store, stack, desired);
    if (changes.length === 0 && !otherwiseChanged) {
      throw new AwsError('ValidationError', 'No updates are to be performed.');
    }
    checkUpdatable(stack);
    stack.running = update(store, stack, desired);
    return { StackId: stack.id };
  };
}

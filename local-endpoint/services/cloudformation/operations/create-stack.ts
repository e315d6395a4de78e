import { AwsError } from '../../../kit/aws-error';
import { type CallContext, type Operation } from '../../../kit/operation';
import { createStack as create } from '../engine/create-stack';
import { findStack, newStack, type StackStore } from '../engine/store';
import { checkedPlan } from '../request/checked-plan';
import { desiredFrom } from '../request/desired';
import { checkStackName } from '../request/names';
import { isTrue, type StackRequest } from '../request/request';

interface Input extends StackRequest {
  readonly EnableTerminationProtection?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export function createStack(store: StackStore): Operation<Input> {
  return async (input, context) => {
    const name = checkStackName(input.StackName);
    refusePresent(store, context, name);
    const stack = newStack(store, context, name, 'CREATE_IN_PROGRESS');
    const desired = await desiredFrom(store, stack, input);
    await checkedPlan(store, stack, desired);
    refusePresent(store, context, name);
    stack.terminationProtection = isTrue(input.EnableTerminationProtection);
    store.stacks(stack.account, stack.region).push(stack);
    stack.running = create(store, stack, desired);
    return { StackId: stack.id };
  };
}

/** Asked again just before the beginning: another request may have come first meanwhile. */
function refusePresent(store: StackStore, context: CallContext, name: string): void {
  if (findStack(store, context, name) === undefined) return;
  throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
}

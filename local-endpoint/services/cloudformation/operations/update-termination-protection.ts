import type { Operation } from '../../../kit/operation';
import { getStack, type StackStore } from '../engine/store';
import { isTrue } from '../request/request';

interface Input {
  readonly StackName?: string;
  readonly EnableTerminationProtection?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html */
export function updateTerminationProtection(store: StackStore): Operation<Input> {
  return async (input, context) => {
    const stack = getStack(store, context, input.StackName);
    stack.terminationProtection = isTrue(input.EnableTerminationProtection);
    return { StackId: stack.id };
  };
}

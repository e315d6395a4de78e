import type { Operation } from '../../../kit/operation';
import { getStack, isAlive, isBusy, type StackStore } from '../engine/store';
import { describedStack } from '../request/describe';
import { pageOf } from '../request/pages';

interface Input {
  readonly StackName?: string;
  readonly NextToken?: string;
}

/** Milliseconds of real time. */
const LONGEST_WAIT = 10_000;

/**
 * Describes one stack or all that are not deleted. Where one is asked for that is being changed, the answer waits a
 * while for the end of it: clients look only every five seconds, and here most changes are over sooner.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export function describeStacks(store: StackStore): Operation<Input> {
  return async (input, context) => {
    if (input.StackName) {
      const stack = getStack(store, context, input.StackName);
      if (isBusy(stack)) await atMost(LONGEST_WAIT, stack.running, store.context.closing);
      return { Stacks: [describedStack(stack)] };
    }
    const alive = store.stacks(context.caller.accountId, context.region).filter(isAlive);
    const { items, NextToken } = pageOf(alive.toReversed(), input.NextToken);
    return { Stacks: items.map(describedStack), NextToken };
  };
}

function atMost(milliseconds: number, work: Promise<void>, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    closing.addEventListener('abort', done);
    void work.then(done);
    function done(): void {
      clearTimeout(timer);
      closing.removeEventListener('abort', done);
      resolve();
    }
  });
}

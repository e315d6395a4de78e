import type { Operation } from '../../../kit/operation';
import { pageOf } from '../../../kit/page';
import { scopeOf } from '../../../kit/scope';
import { describedStack } from '../request/describe';
import { pageOptions } from '../request/pages';
import { listOf } from '../request/request';
import { getStack, isAlive, isBusy, type StackStore } from '../store';

interface DescribeStacksInput {
  readonly StackName?: string;
  readonly NextToken?: string;
}

/** Real time, not the clock's. */
const MAX_WAIT_MILLISECONDS = 10_000;

/**
 * Describes one stack, or all that are not deleted. While the one asked for is being changed, the answer waits a while
 * for the end: clients poll only every five seconds, and most changes end sooner here.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export function describeStacks(store: StackStore): Operation<DescribeStacksInput> {
  return async (input, context) => {
    if (input.StackName) {
      const stack = getStack(store, context, input.StackName);
      const { clock, closing } = store.context;
      const ended = () => atMost(MAX_WAIT_MILLISECONDS, stack.running, closing);
      if (isBusy(stack)) await clock.waitFor(ended(), { caller: context.caller.sourceArn });
      return { Stacks: [describedStack(stack)] };
    }
    const alive = store.stacks.in(scopeOf(context)).filter(isAlive);
    const { items, next } = pageOf(alive.toReversed(), pageOptions(input.NextToken));
    return { Stacks: items.map(describedStack), NextToken: next };
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

interface ListStacksInput {
  readonly StackStatusFilter?: readonly string[] | '';
  readonly NextToken?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export function listStacks(store: StackStore): Operation<ListStacksInput> {
  return async (input, context) => {
    const statuses = listOf(input.StackStatusFilter);
    const stacks = store.stacks
      .in(scopeOf(context))
      .filter(({ status }) => statuses.length === 0 || statuses.includes(status));
    const { items, next } = pageOf(stacks.toReversed(), pageOptions(input.NextToken));
    const StackSummaries = items.map((stack) => ({
      StackId: stack.id,
      StackName: stack.name,
      TemplateDescription: stack.deployed?.template.description,
      CreationTime: stack.created,
      LastUpdatedTime: stack.updated,
      DeletionTime: stack.deleted,
      StackStatus: stack.status,
      StackStatusReason: stack.reason,
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    }));
    return { StackSummaries, NextToken: next };
  };
}

import type { Operation } from '../../../kit/operation';
import { getStack, type StackStore } from '../engine/store';
import { pageOf } from '../request/pages';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html */
export function listChangeSets(store: StackStore): Operation<{ StackName?: string; NextToken?: string }> {
  return async (input, context) => {
    const stack = getStack(store, context, input.StackName);
    const { items, NextToken } = pageOf(stack.changeSets, input.NextToken);
    const Summaries = items.map((changeSet) => ({
      StackId: stack.id,
      StackName: stack.name,
      ChangeSetId: changeSet.id,
      ChangeSetName: changeSet.name,
      ExecutionStatus: changeSet.executionStatus,
      Status: changeSet.status,
      StatusReason: changeSet.reason,
      CreationTime: changeSet.created,
      Description: changeSet.description,
      IncludeNestedStacks: false,
    }));
    return { Summaries, NextToken };
  };
}

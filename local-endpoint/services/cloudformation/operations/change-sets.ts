import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { pageOf } from '../../../kit/page';
import { type ChangeSetReference, findChangeSet } from '../request/change-sets';
import { pageOptions } from '../request/pages';
import { getStack, type StackStore } from '../store';

interface ListChangeSetsInput {
  readonly StackName?: string;
  readonly NextToken?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html */
export function listChangeSets(store: StackStore): Operation<ListChangeSetsInput> {
  return async (input, context) => {
    const stack = getStack(store, context, input.StackName);
    const { items, next } = pageOf(stack.changeSets, pageOptions(input.NextToken));
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
    return { Summaries, NextToken: next };
  };
}

/**
 * Deletes a change set at once; one that does not exist is no error.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html
 */
export function deleteChangeSet(store: StackStore): Operation<ChangeSetReference> {
  return async (input, context) => {
    if (input.StackName !== undefined) getStack(store, context, input.StackName);
    const found = findChangeSet(store, context, input);
    if (found === undefined) return {};
    const { stack, changeSet } = found;
    if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS') {
      throw new AwsError(
        'InvalidChangeSetStatus',
        `An operation on ChangeSet [${changeSet.id}] is currently in progress.`,
      );
    }
    stack.changeSets.splice(stack.changeSets.indexOf(changeSet), 1);
    return {};
  };
}

/**
 * No hooks are ever registered here, so none has a result; the CDK asks when a change set fails.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListHookResults.html
 */
export function listHookResults(): Operation<{ TargetType?: string; TargetId?: string }> {
  return async ({ TargetType, TargetId }) => ({ TargetType, TargetId, HookResults: [] });
}

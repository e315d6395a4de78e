import type { Operation } from '../../../kit/operation';
import type { StackStore } from '../engine/store';
import { deployedTemplate } from '../request/describe';
import { pageOf } from '../request/pages';
import { listOf } from '../request/request';

interface Input {
  readonly StackStatusFilter?: readonly string[] | '';
  readonly NextToken?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export function listStacks(store: StackStore): Operation<Input> {
  return async (input, context) => {
    const wanted = listOf(input.StackStatusFilter);
    const stacks = store
      .stacks(context.caller.accountId, context.region)
      .filter(({ status }) => wanted.length === 0 || wanted.includes(status));
    const { items, NextToken } = pageOf(stacks.toReversed(), input.NextToken);
    const StackSummaries = items.map((stack) => ({
      StackId: stack.id,
      StackName: stack.name,
      TemplateDescription: deployedTemplate(stack)?.description,
      CreationTime: stack.created,
      LastUpdatedTime: stack.updated,
      DeletionTime: stack.deleted,
      StackStatus: stack.status,
      StackStatusReason: stack.reason,
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    }));
    return { StackSummaries, NextToken };
  };
}

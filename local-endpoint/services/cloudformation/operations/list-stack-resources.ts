import type { Operation } from '../../../kit/operation';
import { getStack, type StackStore } from '../engine/store';
import { pageOf } from '../request/pages';
import { describedResource } from '../request/resources';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export function listStackResources(store: StackStore): Operation<{ StackName?: string; NextToken?: string }> {
  return async (input, context) => {
    const stack = getStack(store, context, input.StackName);
    const { items, NextToken } = pageOf([...stack.resources.values()], input.NextToken);
    const StackResourceSummaries = items.map((resource) => ({
      ...describedResource(resource),
      LastUpdatedTimestamp: resource.at,
    }));
    return { StackResourceSummaries, NextToken };
  };
}

import type { Operation } from '../../../kit/operation';
import type { StackStore } from '../engine/store';
import { describedOwner } from '../request/describe';
import { describedResource, stackOf, type ResourceQuery } from '../request/resources';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
export function describeStackResources(store: StackStore): Operation<ResourceQuery> {
  return async (input, context) => {
    const stack = stackOf(store, context, input);
    const StackResources = [...stack.resources.values()]
      .filter(
        ({ logicalId }) => input.LogicalResourceId === undefined || logicalId === input.LogicalResourceId,
      )
      .map((resource) => ({
        ...describedOwner(stack),
        ...describedResource(resource),
        Timestamp: resource.at,
      }));
    return { StackResources };
  };
}

import type { Operation } from '../../../kit/operation';
import { getStack, type StackStore } from '../engine/store';
import { describedOwner } from '../request/describe';
import { pageOf } from '../request/pages';

interface Input {
  readonly StackName?: string;
  readonly NextToken?: string;
}

/**
 * The stack's history, newest first.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
 */
export function describeStackEvents(store: StackStore): Operation<Input> {
  return async (input, context) => {
    const stack = getStack(store, context, input.StackName);
    const { items, NextToken } = pageOf(stack.events.toReversed(), input.NextToken);
    const StackEvents = items.map((event) => ({
      ...describedOwner(stack),
      EventId: event.id,
      LogicalResourceId: event.logicalId,
      PhysicalResourceId: event.physicalId ?? '',
      ResourceType: event.type,
      Timestamp: event.at,
      ResourceStatus: event.status,
      ResourceStatusReason: event.reason,
      ResourceProperties: event.properties === undefined ? undefined : JSON.stringify(event.properties),
    }));
    return { StackEvents, NextToken };
  };
}

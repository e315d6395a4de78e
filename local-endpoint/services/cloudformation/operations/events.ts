import type { Operation } from '../../../kit/operation';
import { pageOf } from '../../../kit/page';
import type { ChangeSet } from '../engine/change-set';
import type { Stack, StackEvent } from '../engine/stack';
import { findChangeSet } from '../request/change-sets';
import { describedOwner } from '../request/describe';
import { pageOptions } from '../request/pages';
import { isTrue } from '../request/request';
import { getStack, type StackStore } from '../store';

interface DescribeStackEventsInput {
  readonly StackName?: string;
  readonly NextToken?: string;
}

/**
 * The stack's history, newest first.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
 */
export function describeStackEvents(store: StackStore): Operation<DescribeStackEventsInput> {
  return async (input, context) => {
    const stack = getStack(store, context, input.StackName);
    const { items, next } = pageOf(stack.events.toReversed(), pageOptions(input.NextToken));
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
    return { StackEvents, NextToken: next };
  };
}

interface DescribeEventsInput {
  readonly StackName?: string;
  readonly ChangeSetName?: string;
  readonly OperationId?: string;
  readonly Filters?: { readonly FailedEvents?: string };
  readonly NextToken?: string;
}

/**
 * The history by operations. For a change set: what of it cannot be done, which the CDK shows beside the construct.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html
 */
export function describeEvents(store: StackStore): Operation<DescribeEventsInput> {
  return async (input, context) => {
    const found = findChangeSet(store, context, input);
    const stack = found?.stack ?? getStack(store, context, input.StackName);
    const events =
      input.ChangeSetName === undefined
        ? stackEvents(stack, input)
        : found === undefined
          ? []
          : validationErrors(stack, found.changeSet);
    const { items, next } = pageOf(events, pageOptions(input.NextToken));
    return { OperationEvents: items, NextToken: next };
  };
}

function stackEvents(stack: Stack, { OperationId, Filters }: DescribeEventsInput): object[] {
  return stack.events
    .toReversed()
    .filter(({ operationId }) => OperationId === undefined || operationId === OperationId)
    .filter(({ status }) => !isTrue(Filters?.FailedEvents) || status.endsWith('_FAILED'))
    .map((event) => ({
      ...shared(stack, event),
      EventId: event.id,
      OperationId: event.operationId,
      EventType: event.logicalId === stack.name ? 'STACK_EVENT' : 'RESOURCE_EVENT',
      Timestamp: event.at,
      ResourceStatus: event.status,
      ResourceStatusReason: event.reason,
    }));
}

function validationErrors(stack: Stack, changeSet: ChangeSet): object[] {
  return changeSet.problems.map(({ logicalId, type, path, message }, index) => ({
    ...shared(stack, { logicalId, type }),
    EventId: `${changeSet.id}-${index}`,
    OperationId: changeSet.id,
    OperationType: 'CREATE_CHANGESET',
    EventType: 'VALIDATION_ERROR',
    Timestamp: changeSet.created,
    ValidationName: 'LOCAL_CLOUDFORMATION',
    ValidationFailureMode: 'FAIL',
    ValidationStatus: 'FAILED',
    ValidationStatusReason: message,
    ValidationPath: path,
  }));
}

const shared = (stack: Stack, event: Pick<StackEvent, 'logicalId' | 'physicalId' | 'type'>): object => ({
  StackId: stack.id,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
});

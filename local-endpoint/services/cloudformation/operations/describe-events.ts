import type { Operation } from '../../../kit/operation';
import type { ChangeSet } from '../engine/change-set';
import type { Stack, StackEvent } from '../engine/stack';
import { getStack, type StackStore } from '../engine/store';
import { findChangeSet } from '../request/change-sets';
import { pageOf } from '../request/pages';
import { isTrue } from '../request/request';

interface Input {
  readonly StackName?: string;
  readonly ChangeSetName?: string;
  readonly OperationId?: string;
  readonly Filters?: { readonly FailedEvents?: string };
  readonly NextToken?: string;
}

/**
 * The history by operations. For a change set: what of it cannot be done, which the CDK shows by its place.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html
 */
export function describeEvents(store: StackStore): Operation<Input> {
  return async (input, context) => {
    const found = findChangeSet(store, context, input);
    const stack = found?.stack ?? getStack(store, context, input.StackName);
    const events =
      input.ChangeSetName === undefined
        ? stackEvents(stack, input)
        : found === undefined
          ? []
          : validationErrors(stack, found.changeSet);
    const { items, NextToken } = pageOf(events, input.NextToken);
    return { OperationEvents: items, NextToken };
  };
}

function stackEvents(stack: Stack, { OperationId, Filters }: Input): object[] {
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

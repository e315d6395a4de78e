import { AwsError } from '../../../kit/aws-error';
import type { CallContext, Operation } from '../../../kit/operation';
import { pageOf } from '../../../kit/page';
import { scopeOf } from '../../../kit/scope';
import type { Stack, StackResource } from '../engine/stack';
import { describedOwner } from '../request/describe';
import { pageOptions } from '../request/pages';
import { getStack, isAlive, type StackStore } from '../store';

interface ResourceQuery {
  readonly StackName?: string;
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html */
export function describeStackResource(store: StackStore): Operation<ResourceQuery> {
  return async ({ StackName, LogicalResourceId }, context) => {
    const stack = getStack(store, context, StackName);
    const resource = stack.resources.get(LogicalResourceId ?? '');
    if (resource === undefined) {
      throw new AwsError(
        'ValidationError',
        `Resource ${LogicalResourceId} does not exist for stack ${stack.name}`,
      );
    }
    const StackResourceDetail = {
      ...describedOwner(stack),
      ...describedResource(resource),
      LastUpdatedTimestamp: resource.at,
      Metadata: resource.metadata === undefined ? undefined : JSON.stringify(resource.metadata),
    };
    return { StackResourceDetail };
  };
}

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

/** The stack of that name, or the one that a resource with that physical id belongs to. */
function stackOf(
  store: StackStore,
  context: CallContext,
  { StackName, PhysicalResourceId }: ResourceQuery,
): Stack {
  if (StackName !== undefined) return getStack(store, context, StackName);
  const stack = store.stacks
    .in(scopeOf(context))
    .filter(isAlive)
    .find(({ resources }) =>
      [...resources.values()].some(({ physicalId }) => physicalId === PhysicalResourceId),
    );
  if (stack !== undefined) return stack;
  throw new AwsError('ValidationError', `Stack for ${PhysicalResourceId} does not exist`);
}

interface ListStackResourcesInput {
  readonly StackName?: string;
  readonly NextToken?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export function listStackResources(store: StackStore): Operation<ListStackResourcesInput> {
  return async (input, context) => {
    const stack = getStack(store, context, input.StackName);
    const { items, next } = pageOf([...stack.resources.values()], pageOptions(input.NextToken));
    const StackResourceSummaries = items.map((resource) => ({
      ...describedResource(resource),
      LastUpdatedTimestamp: resource.at,
    }));
    return { StackResourceSummaries, NextToken: next };
  };
}

const describedResource = (resource: StackResource): object => ({
  LogicalResourceId: resource.logicalId,
  PhysicalResourceId: resource.physicalId,
  ResourceType: resource.type,
  ResourceStatus: resource.status,
  ResourceStatusReason: resource.reason,
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
});

import { AwsError } from '../../../kit/aws-error';
import { type CallContext } from '../../../kit/operation';
import type { Stack, StackResource } from '../engine/stack';
import { getStack, isAlive, type StackStore } from '../engine/store';

/** How DescribeStackResources asks. */
export interface ResourceQuery {
  readonly StackName?: string;
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
}

/**
 * The stack that is asked for by its name or by a physical id of it.
 * @throws AwsError `ValidationError`
 */
export function stackOf(
  store: StackStore,
  context: CallContext,
  { StackName, PhysicalResourceId }: ResourceQuery,
): Stack {
  if (StackName !== undefined) return getStack(store, context, StackName);
  const stack = store
    .stacks(context.caller.accountId, context.region)
    .filter(isAlive)
    .find(({ resources }) =>
      [...resources.values()].some(({ physicalId }) => physicalId === PhysicalResourceId),
    );
  if (stack !== undefined) return stack;
  throw new AwsError('ValidationError', `Stack for ${PhysicalResourceId} does not exist`);
}

/** What every description of a resource tells. */
export const describedResource = (resource: StackResource): object => ({
  LogicalResourceId: resource.logicalId,
  PhysicalResourceId: resource.physicalId,
  ResourceType: resource.type,
  ResourceStatus: resource.status,
  ResourceStatusReason: resource.reason,
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
});

import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { getStack, type StackStore } from '../engine/store';
import { describedOwner } from '../request/describe';
import { describedResource, type ResourceQuery } from '../request/resources';

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

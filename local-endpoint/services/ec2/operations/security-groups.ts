import type { DeleteSecurityGroupCommandInput } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { allInstances } from '../instances/find';
import { forward } from '../../../kit/forward';
import type { Ec2Store } from '../store';

/**
 * A group that an instance is in cannot be deleted; moto does not know the instances.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
 */
export const deleteSecurityGroup =
  (store: Ec2Store): Operation<DeleteSecurityGroupCommandInput> =>
  async ({ GroupId, GroupName }, context) => {
    const used = allInstances(store, store.in(scopeOf(context))).some(({ instance }) =>
      instance.SecurityGroups?.some((group) =>
        GroupId ? group.GroupId === GroupId : group.GroupName === GroupName,
      ),
    );
    if (used)
      throw new AwsError('DependencyViolation', `resource ${GroupId ?? GroupName} has a dependent object`);
    return forward<object>(context);
  };

import type { DeleteAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { DELETE_MILLISECONDS, later } from '../engine/timing';
import { wakeGroup } from '../engine/wake';
import { invalid, required, typed } from '../input';
import type { GroupRecord } from '../model';
import { type AutoScalingStore, findGroup } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html */
export const deleteAutoScalingGroup =
  (store: AutoScalingStore): Operation<DeleteAutoScalingGroupType> =>
  async (raw, context) => {
    const input = typed<DeleteAutoScalingGroupType>(raw);
    required(input, 'AutoScalingGroupName');
    const group = findGroup(store.in(scopeOf(context)), input.AutoScalingGroupName);
    refuseProtected(group, input.ForceDelete === true);
    if (!input.ForceDelete) refuseUsed(group);
    group.deleteAt ??= later(store.now(), DELETE_MILLISECONDS);
    group.desired = 0;
    group.scheduled.clear();
    void wakeGroup(store, group);
    return {};
  };

/**
 * The code is documented, the message is not.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/resource-deletion-protection.html
 */
function refuseProtected(
  { name, settings: { DeletionProtection: level } }: GroupRecord,
  force: boolean,
): void {
  if (level === 'prevent-all-deletion' || (level === 'prevent-force-deletion' && force))
    throw invalid(
      `You cannot delete the Auto Scaling group ${name} because its deletion protection is set to ${level}. Update the deletion protection of the group and try again.`,
    );
}

function refuseUsed({ instances }: GroupRecord): void {
  if (instances.some(({ ending }) => !ending))
    throw new AwsError(
      'ResourceInUse',
      'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
    );
  if (instances.length > 0)
    throw new AwsError(
      'ScalingActivityInProgress',
      'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.',
    );
}

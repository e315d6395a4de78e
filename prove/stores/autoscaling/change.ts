import type { DeleteAutoScalingGroupType, UpdateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import { checkSizes, findChangeable, findGroup } from './find';
import { DELETE_MILLISECONDS, type GroupRecord } from './model';

/**
 * A bound that excludes the present desired capacity moves it, where the request has none.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
 */
export function updateAutoScalingGroup(
  simulated: SimulatedAccount,
  input: UpdateAutoScalingGroupType,
): object {
  const group = findChangeable(simulated, input.AutoScalingGroupName);
  const { MinSize: min = group.min, MaxSize: max = group.max } = input;
  const desired = input.DesiredCapacity ?? Math.min(max, Math.max(min, group.desired));
  checkSizes(min, max, desired);
  Object.assign(group, { min, max, desired });
  return {};
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html */
export function deleteAutoScalingGroup(
  simulated: SimulatedAccount,
  { AutoScalingGroupName, ForceDelete = false }: DeleteAutoScalingGroupType,
): object {
  const group = findGroup(simulated, AutoScalingGroupName);
  if (!ForceDelete) refuseUsed(group);
  group.deleteAt ??= simulated.now + DELETE_MILLISECONDS;
  Object.assign(group, { min: 0, desired: 0 });
  return {};
}

function refuseUsed({ instances }: GroupRecord): void {
  if (instances.some(({ ending }) => !ending))
    throw new ServiceError(
      'ResourceInUseFault',
      'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
    );
  if (instances.length > 0)
    throw new ServiceError(
      'ScalingActivityInProgressFault',
      'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.',
    );
}

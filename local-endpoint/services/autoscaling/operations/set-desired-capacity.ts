import type { SetDesiredCapacityType } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { setDesired } from '../engine/resize';
import { wakeGroup } from '../engine/wake';
import { findChangeable } from '../exclusive';
import { invalid, required, typed } from '../input';
import type { AutoScalingStore } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html */
export const setDesiredCapacity =
  (store: AutoScalingStore): Operation<SetDesiredCapacityType> =>
  async (raw, context) => {
    const input = typed<SetDesiredCapacityType>(raw);
    required(input, 'AutoScalingGroupName', 'DesiredCapacity');
    const { DesiredCapacity: desired = 0, HonorCooldown } = input;
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const { MinSize, MaxSize } = group.settings;
    const refused = `New SetDesiredCapacity value ${desired} is`;
    if (desired > MaxSize) throw invalid(`${refused} above max value ${MaxSize} for the AutoScalingGroup.`);
    if (desired < MinSize) throw invalid(`${refused} below min value ${MinSize} for the AutoScalingGroup.`);
    if (HonorCooldown && group.cooldownUntil && group.cooldownUntil > store.now())
      throw new AwsError(
        'ScalingActivityInProgress',
        `Scaling activity in progress: group ${group.name} is in its cooldown.`,
      );
    setDesired(store, group, desired, 'a user request explicitly set group desired capacity');
    void wakeGroup(store, group);
    return {};
  };

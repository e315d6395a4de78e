import type {
  ActivityType,
  SetInstanceHealthQuery,
  SetInstanceProtectionQuery,
  TerminateInstanceInAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { describeActivity } from '../describe';
import { beginTermination } from '../engine/begin-termination';
import { isInGrace } from '../engine/health';
import { wakeGroup } from '../engine/wake';
import { findInstance, findInstances } from '../find-instance';
import { findChangeable } from '../exclusive';
import { invalid, required, typed } from '../input';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html */
export const terminateInstanceInAutoScalingGroup =
  (store: AutoScalingStore): Operation<TerminateInstanceInAutoScalingGroupType, ActivityType> =>
  async (raw, context) => {
    const input = typed<TerminateInstanceInAutoScalingGroupType>(raw);
    required(input, 'InstanceId', 'ShouldDecrementDesiredCapacity');
    const { group, instance } = findInstance(store.in(scopeOf(context)), input.InstanceId);
    if (instance.state === 'Terminating:Retained') instance.ending = 'terminate';
    else if (!instance.ending) {
      const shrinking = input.ShouldDecrementDesiredCapacity ? decrement(group) : '';
      const why = `instance ${instance.id} was taken out of service in response to a user request${shrinking}`;
      beginTermination(store, group, [instance], why);
    }
    void wakeGroup(store, group);
    return { Activity: describeActivity(instance.activity) };
  };

/** Lowers the desired capacity by one. @returns what the cause has of it */
function decrement(group: GroupRecord): string {
  const { MinSize } = group.settings;
  if (group.desired <= MinSize)
    throw invalid(
      `Currently, desiredSize equals minSize (${MinSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
    );
  group.desired -= 1;
  return `, shrinking the capacity from ${group.desired + 1} to ${group.desired}`;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetInstanceHealth.html */
export const setInstanceHealth =
  (store: AutoScalingStore): Operation<SetInstanceHealthQuery> =>
  async (raw, context) => {
    const input = typed<SetInstanceHealthQuery>(raw);
    required(input, 'InstanceId', 'HealthStatus');
    const { group, instance } = findInstance(store.in(scopeOf(context)), input.InstanceId);
    const { HealthStatus: status, ShouldRespectGracePeriod = true } = input;
    if (status !== 'Healthy' && status !== 'Unhealthy')
      throw invalid(`Invalid Health Status, must be either Healthy or Unhealthy, got: ${status}`);
    if (status === 'Unhealthy' && ShouldRespectGracePeriod && isInGrace(store, group, instance)) return {};
    instance.health = status;
    instance.unhealthyBecause = 'a user health-check';
    void wakeGroup(store, group);
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetInstanceProtection.html */
export const setInstanceProtection =
  (store: AutoScalingStore): Operation<SetInstanceProtectionQuery> =>
  async (raw, context) => {
    const input = typed<SetInstanceProtectionQuery>(raw);
    required(input, 'AutoScalingGroupName', 'InstanceIds', 'ProtectedFromScaleIn');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    for (const instance of findInstances(group, input.InstanceIds))
      instance.protected = input.ProtectedFromScaleIn === true;
    void wakeGroup(store, group);
    return {};
  };

import type {
  CancelInstanceRefreshAnswer,
  CancelInstanceRefreshType,
  DescribeInstanceRefreshesAnswer,
  DescribeInstanceRefreshesType,
  RollbackInstanceRefreshAnswer,
  RollbackInstanceRefreshType,
  StartInstanceRefreshAnswer,
  StartInstanceRefreshType,
} from '@aws-sdk/client-auto-scaling';
import { nextNumber, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import { checkTemplate } from './create';
import { findChangeable, findGroup } from './find';
import type { RefreshRecord } from './model';
import { activeRefresh, beginRollback, percentageOf } from './refresh';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html */
export function startInstanceRefresh(
  simulated: SimulatedAccount,
  { AutoScalingGroupName, DesiredConfiguration, Preferences = {} }: StartInstanceRefreshType,
): StartInstanceRefreshAnswer {
  const group = findChangeable(simulated, AutoScalingGroupName);
  if (activeRefresh(group))
    throw new ServiceError(
      'InstanceRefreshInProgressFault',
      'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
    );
  const { LaunchTemplateName = '', Version = '' } = DesiredConfiguration?.LaunchTemplate ?? {};
  const desired = { LaunchTemplateName, Version };
  checkTemplate(simulated, LaunchTemplateName, Version);
  const refresh: RefreshRecord = {
    id: `refresh-${nextNumber(simulated)}`,
    ...{ previous: group.template, desired, target: desired, status: 'Pending', surplus: 0 },
    preferences: {
      MinHealthyPercentage: Preferences.MinHealthyPercentage ?? 90,
      MaxHealthyPercentage: Preferences.MaxHealthyPercentage ?? 100,
      InstanceWarmup: Preferences.InstanceWarmup ?? 0,
      BakeTime: Preferences.BakeTime ?? 0,
      SkipMatching: Preferences.SkipMatching ?? false,
      AutoRollback: Preferences.AutoRollback ?? false,
      alarms: [...(Preferences.AlarmSpecification?.Alarms ?? [])],
    },
    ...{ done: 0, progressAt: simulated.now },
  };
  group.refreshes = [refresh, ...(group.refreshes ?? [])];
  return { InstanceRefreshId: refresh.id };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeInstanceRefreshes.html */
export function describeInstanceRefreshes(
  simulated: SimulatedAccount,
  { AutoScalingGroupName, InstanceRefreshIds: ids = [] }: DescribeInstanceRefreshesType,
): DescribeInstanceRefreshesAnswer {
  const { name, refreshes = [] } = findGroup(simulated, AutoScalingGroupName);
  const found = refreshes.filter(({ id }) => ids.length === 0 || ids.includes(id));
  return {
    InstanceRefreshes: found.map((refresh) => ({
      ...{ InstanceRefreshId: refresh.id, AutoScalingGroupName: name, Status: refresh.status },
      ...{ StatusReason: refresh.reason, PercentageComplete: percentageOf(refresh) },
      DesiredConfiguration: { LaunchTemplate: { ...refresh.desired } },
      ...(refresh.rollback && {
        RollbackDetails: {
          RollbackReason: refresh.rollback.reason,
          PercentageCompleteOnRollback: refresh.rollback.percentage,
        },
      }),
    })),
  };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CancelInstanceRefresh.html */
export function cancelInstanceRefresh(
  simulated: SimulatedAccount,
  { AutoScalingGroupName = '' }: CancelInstanceRefreshType,
): CancelInstanceRefreshAnswer {
  const refresh = findActive(simulated, AutoScalingGroupName);
  refresh.status = 'Cancelling';
  return { InstanceRefreshId: refresh.id };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RollbackInstanceRefresh.html */
export function rollbackInstanceRefresh(
  simulated: SimulatedAccount,
  { AutoScalingGroupName = '' }: RollbackInstanceRefreshType,
): RollbackInstanceRefreshAnswer {
  const refresh = findActive(simulated, AutoScalingGroupName);
  if (refresh.status !== 'RollbackInProgress')
    beginRollback(simulated, findGroup(simulated, AutoScalingGroupName), 'User initiated rollback.');
  return { InstanceRefreshId: refresh.id };
}

function findActive(simulated: SimulatedAccount, name: string): RefreshRecord {
  const refresh = activeRefresh(findGroup(simulated, name));
  if (refresh) return refresh;
  throw new ServiceError(
    'ActiveInstanceRefreshNotFoundFault',
    `No in progress or pending Instance Refresh found for Auto Scaling group ${name}`,
  );
}

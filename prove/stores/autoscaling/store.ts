import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { earliest, type Store } from '../store';
import { complete, createAutoScalingGroup } from './create';
import { createOrUpdateTags, deleteTags } from './tags';
import { describeAutoScalingGroups, describeScalingActivities } from './describe';
import { deleteAutoScalingGroup, updateAutoScalingGroup } from './change';
import { refreshTimes } from './refresh';
import {
  cancelInstanceRefresh,
  describeInstanceRefreshes,
  rollbackInstanceRefresh,
  startInstanceRefresh,
} from './refreshes';
import { nextScaleIn } from './scale-in';
import { settleGroup } from './settle';

/**
 * Auto Scaling groups whose instances start, get into service, drain and end, each in its time. Plain data again, beside
 * the local endpoint's, because that one keeps promises and timers, of which no snapshot can be taken.
 */
export const autoScaling: Store = {
  operations: {
    CancelInstanceRefresh: cancelInstanceRefresh,
    DescribeInstanceRefreshes: describeInstanceRefreshes,
    RollbackInstanceRefresh: rollbackInstanceRefresh,
    StartInstanceRefresh: startInstanceRefresh,
    BatchPutScheduledUpdateGroupAction: complete,
    CreateAutoScalingGroup: createAutoScalingGroup,
    CreateOrUpdateTags: createOrUpdateTags,
    DeleteAutoScalingGroup: deleteAutoScalingGroup,
    DeleteTags: deleteTags,
    DescribeAutoScalingGroups: describeAutoScalingGroups,
    DescribeScalingActivities: describeScalingActivities,
    EnableMetricsCollection: complete,
    PutNotificationConfiguration: complete,
    PutScalingPolicy: complete,
    UpdateAutoScalingGroup: updateAutoScalingGroup,
  },
  settle: (simulated) =>
    Object.values(simulated.autoScaling.groups).some((group) => settleGroup(simulated, group)),
  nextDue: (simulated: SimulatedAccount) =>
    earliest(
      Object.values(simulated.autoScaling.groups).flatMap((group) => [
        ...[group.deleteAt, nextScaleIn(group), ...refreshTimes(simulated, group)],
        ...group.instances.flatMap(({ due, graceUntil = 0 }) => [
          due,
          graceUntil > simulated.now ? graceUntil : undefined,
        ]),
      ]),
    ),
};

import { randomUUID } from 'node:crypto';
import type {
  CancelInstanceRefreshAnswer,
  CancelInstanceRefreshType,
  DescribeInstanceRefreshesAnswer,
  DescribeInstanceRefreshesType,
  InstanceRefresh,
  RollbackInstanceRefreshAnswer,
  RollbackInstanceRefreshType,
  StartInstanceRefreshAnswer,
  StartInstanceRefreshType,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../kit/aws-error';
import { notSupported } from '../../../kit/not-supported';
import type { CallContext, Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { ec2Of } from '../clients';
import { wakeGroup } from '../engine/wake';
import { exclusively, findChangeable } from '../exclusive';
import { required, typed } from '../input';
import { checkLaunch } from '../launch/authorize';
import { callersTags } from '../launch/request';
import { resolveLaunchSource } from '../launch/source';
import type { GroupRecord } from '../model';
import { autoScalingPage } from '../paging';
import { activeRefresh } from '../refresh/active';
import { beginRollback, percentageOf, remainingOf } from '../refresh/end';
import type { RefreshRecord } from '../refresh/model';
import { isNumbered, preferencesOf } from '../refresh/preferences';
import { type AutoScalingStore, findGroup } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html */
export const startInstanceRefresh =
  (store: AutoScalingStore): Operation<StartInstanceRefreshType, StartInstanceRefreshAnswer> =>
  async (raw, context) => {
    const input = typed<StartInstanceRefreshType>(raw);
    required(input, 'AutoScalingGroupName');
    if (input.Strategy === 'ReplaceRootVolume')
      throw notSupported('autoscaling:StartInstanceRefresh with the strategy ReplaceRootVolume');
    const scope = scopeOf(context);
    const group = findChangeable(store.in(scope), input.AutoScalingGroupName);
    refuseActive(group);
    const refresh = await exclusively(store, scope, group.name, () =>
      newRefresh(store, context, group, input),
    );
    group.refreshes.unshift(refresh);
    void wakeGroup(store, group);
    return { InstanceRefreshId: refresh.id };
  };

function refuseActive(group: GroupRecord): void {
  if (activeRefresh(group))
    throw new AwsError(
      'InstanceRefreshInProgress',
      'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
    );
}

async function newRefresh(
  store: AutoScalingStore,
  context: CallContext,
  group: GroupRecord,
  { DesiredConfiguration: desired, Preferences: given }: StartInstanceRefreshType,
): Promise<RefreshRecord> {
  const previous = group.launch;
  const target = desired ? await resolveLaunchSource(ec2Of(store, group), desired, previous) : previous;
  const [subnet] = group.settings.subnets;
  if (desired && subnet) await checkLaunch(store, context, target, subnet, callersTags(group.tags));
  return {
    id: randomUUID(),
    startedAt: store.now(),
    preferences: preferencesOf(group, given, { previous, target, desired: desired !== undefined }),
    desired,
    target,
    previous,
    status: 'Pending',
    total: -1,
    done: 0,
    surplus: 0,
    checkpoints: 0,
    progressAt: store.now(),
  };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeInstanceRefreshes.html */
export const describeInstanceRefreshes =
  (store: AutoScalingStore): Operation<DescribeInstanceRefreshesType, DescribeInstanceRefreshesAnswer> =>
  async (raw, context) => {
    const input = typed<DescribeInstanceRefreshesType>(raw);
    required(input, 'AutoScalingGroupName');
    const group = findGroup(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const { InstanceRefreshIds: ids = [] } = input;
    const found = group.refreshes.filter(({ id }) => ids.length === 0 || ids.includes(id));
    const { items, next } = autoScalingPage(found, input);
    return { InstanceRefreshes: items.map((refresh) => describe(group, refresh)), NextToken: next };
  };

function describe({ name }: GroupRecord, refresh: RefreshRecord): InstanceRefresh {
  const { rollback } = refresh;
  return {
    InstanceRefreshId: refresh.id,
    AutoScalingGroupName: name,
    Status: refresh.status,
    StatusReason: refresh.reason,
    StartTime: refresh.startedAt,
    EndTime: refresh.endedAt,
    PercentageComplete: percentageOf(refresh),
    InstancesToUpdate: remainingOf(refresh),
    Preferences: refresh.preferences,
    DesiredConfiguration: refresh.desired,
    Strategy: 'Rolling',
    ...(rollback && {
      RollbackDetails: {
        RollbackReason: rollback.reason,
        RollbackStartTime: rollback.startedAt,
        PercentageCompleteOnRollback: rollback.percentage,
        InstancesToUpdateOnRollback: rollback.remaining,
      },
    }),
  };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CancelInstanceRefresh.html */
export const cancelInstanceRefresh =
  (store: AutoScalingStore): Operation<CancelInstanceRefreshType, CancelInstanceRefreshAnswer> =>
  async (raw, context) => {
    const input = typed<CancelInstanceRefreshType>(raw);
    required(input, 'AutoScalingGroupName');
    const group = findGroup(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const refresh = findActive(
      group,
      `No in progress or pending Instance Refresh found for Auto Scaling group ${group.name}`,
    );
    refresh.status = 'Cancelling';
    void wakeGroup(store, group);
    return { InstanceRefreshId: refresh.id };
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RollbackInstanceRefresh.html */
export const rollbackInstanceRefresh =
  (store: AutoScalingStore): Operation<RollbackInstanceRefreshType, RollbackInstanceRefreshAnswer> =>
  async (raw, context) => {
    const input = typed<RollbackInstanceRefreshType>(raw);
    required(input, 'AutoScalingGroupName');
    const group = findGroup(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const refresh = findActive(
      group,
      `No in progress or pending Instance Refresh found for Auto Scaling group ${group.name}`,
    );
    if (!refresh.desired || !isNumbered(refresh.previous))
      throw new AwsError(
        'IrreversibleInstanceRefresh',
        'The instance refresh cannot be rolled back: it has no desired configuration, or the launch template version was $Latest or $Default.',
      );
    if (!refresh.rollback) beginRollback(store, group, refresh, 'User initiated rollback.');
    void wakeGroup(store, group);
    return { InstanceRefreshId: refresh.id };
  };

function findActive(group: GroupRecord, message: string): RefreshRecord {
  const refresh = activeRefresh(group);
  if (!refresh) throw new AwsError('ActiveInstanceRefreshNotFound', message);
  return refresh;
}

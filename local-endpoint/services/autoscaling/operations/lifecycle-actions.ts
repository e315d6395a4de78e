import type {
  CompleteLifecycleActionType,
  RecordLifecycleActionHeartbeatType,
} from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { prolong } from '../engine/hooks';
import { wakeGroup } from '../engine/wake';
import { invalid, required, typed } from '../input';
import type { GroupRecord, HookWait } from '../model';
import { type AutoScalingStore, findGroup } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CompleteLifecycleAction.html */
export const completeLifecycleAction =
  (store: AutoScalingStore): Operation<CompleteLifecycleActionType> =>
  async (raw, context) => {
    const input = typed<CompleteLifecycleActionType>(raw);
    required(input, 'AutoScalingGroupName', 'LifecycleHookName', 'LifecycleActionResult');
    const { LifecycleActionResult: result } = input;
    if (result !== 'CONTINUE' && result !== 'ABANDON')
      throw invalid(`Invalid Lifecycle Action Result: ${result}`);
    const group = findGroup(store.in(scopeOf(context)), input.AutoScalingGroupName);
    findWait(group, input).result = result;
    void wakeGroup(store, group);
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RecordLifecycleActionHeartbeat.html */
export const recordLifecycleActionHeartbeat =
  (store: AutoScalingStore): Operation<RecordLifecycleActionHeartbeatType> =>
  async (raw, context) => {
    const input = typed<RecordLifecycleActionHeartbeatType>(raw);
    required(input, 'AutoScalingGroupName', 'LifecycleHookName');
    const group = findGroup(store.in(scopeOf(context)), input.AutoScalingGroupName);
    prolong(store, findWait(group, input));
    void wakeGroup(store, group);
    return {};
  };

function findWait(
  { instances, hooks }: GroupRecord,
  {
    LifecycleHookName = '',
    LifecycleActionToken: token,
    InstanceId: id,
  }: Partial<CompleteLifecycleActionType>,
): HookWait {
  if (!hooks.has(LifecycleHookName)) throw invalid(`No Lifecycle Hook found with name: ${LifecycleHookName}`);
  if (token === undefined && id === undefined)
    throw invalid('Either LifecycleActionToken or InstanceId must be specified');
  const wait = instances
    .filter((instance) => id === undefined || instance.id === id)
    .flatMap(({ waits }) => waits)
    .find(
      ({ hook, result, ...other }) =>
        !result &&
        hook.LifecycleHookName === LifecycleHookName &&
        (token === undefined || other.token === token),
    );
  if (!wait)
    throw invalid(
      `No active Lifecycle Action found with ${token === undefined ? `instance ID ${id}` : `token ${token}`}`,
    );
  return wait;
}

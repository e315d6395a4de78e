import type {
  DeleteLifecycleHookType,
  DescribeLifecycleHooksAnswer,
  DescribeLifecycleHooksType,
  DescribeLifecycleHookTypesAnswer,
  PutLifecycleHookType,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { wakeGroup } from '../engine/wake';
import { findChangeable } from '../exclusive';
import { hookOf, TRANSITIONS } from '../hook';
import { invalid, required, typed } from '../input';
import type { GroupRecord } from '../model';
import { testHookTarget } from '../notify/hook-target';
import { type AutoScalingStore, findGroup } from '../store';

/** The quota of a group. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html */
const MAX_HOOKS = 50;

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html */
export const putLifecycleHook =
  (store: AutoScalingStore): Operation<PutLifecycleHookType> =>
  async (raw, context) => {
    const { AutoScalingGroupName, ...input } = typed<PutLifecycleHookType>(raw);
    required({ AutoScalingGroupName, ...input }, 'AutoScalingGroupName', 'LifecycleHookName');
    const group = findChangeable(store.in(scopeOf(context)), AutoScalingGroupName);
    const { LifecycleHookName: name = '' } = input;
    const before = group.hooks.get(name);
    if (!before && group.hooks.size >= MAX_HOOKS)
      throw new AwsError('LimitExceeded', `You have reached the maximum of ${MAX_HOOKS} lifecycle hooks.`);
    const hook = hookOf(group.name, { ...input, LifecycleHookName: name }, before);
    await testHookTarget(store, group, hook);
    group.hooks.set(name, hook);
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeLifecycleHooks.html */
export const describeLifecycleHooks =
  (store: AutoScalingStore): Operation<DescribeLifecycleHooksType, DescribeLifecycleHooksAnswer> =>
  async (raw, context) => {
    const input = typed<DescribeLifecycleHooksType>(raw);
    required(input, 'AutoScalingGroupName');
    const { hooks } = findGroup(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const names = input.LifecycleHookNames ?? [];
    const LifecycleHooks = [...hooks.values()].filter(
      ({ LifecycleHookName = '' }) => names.length === 0 || names.includes(LifecycleHookName),
    );
    return { LifecycleHooks };
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeLifecycleHookTypes.html */
export const describeLifecycleHookTypes: Operation<object, DescribeLifecycleHookTypesAnswer> = async () => ({
  LifecycleHookTypes: TRANSITIONS,
});

/**
 * Actions that are outstanding end: a launch is abandoned, a termination goes on.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteLifecycleHook.html
 */
export const deleteLifecycleHook =
  (store: AutoScalingStore): Operation<DeleteLifecycleHookType> =>
  async (raw, context) => {
    const input = typed<DeleteLifecycleHookType>(raw);
    required(input, 'AutoScalingGroupName', 'LifecycleHookName');
    const { LifecycleHookName: name = '' } = input;
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    if (!group.hooks.delete(name)) throw invalid(`No Lifecycle Hook found with name: ${name}`);
    endOutstanding(group, name);
    void wakeGroup(store, group);
    return {};
  };

function endOutstanding({ instances }: GroupRecord, name: string): void {
  for (const { waits, ending } of instances)
    for (const wait of waits)
      if (wait.hook.LifecycleHookName === name) wait.result ??= ending ? 'CONTINUE' : 'ABANDON';
}

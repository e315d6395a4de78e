import type { LifecycleHook, LifecycleHookSpecification } from '@aws-sdk/client-auto-scaling';
import { DEFAULT_HEARTBEAT_TIMEOUT, globalTimeout } from './engine/hooks';
import { invalid } from './input';

/** The transitions that hooks can be put on. */
export const TRANSITIONS = ['autoscaling:EC2_INSTANCE_LAUNCHING', 'autoscaling:EC2_INSTANCE_TERMINATING'];
const [MIN_HEARTBEAT_TIMEOUT, MAX_HEARTBEAT_TIMEOUT] = [30, 7200];

/**
 * A lifecycle hook of a group.
 * @param before the hook that it changes @default - it is new
 * @throws AwsError `ValidationError` for what AWS does not take
 */
export function hookOf(
  group: string,
  given: Partial<LifecycleHookSpecification>,
  before?: LifecycleHook,
): LifecycleHook {
  const hook = { ...before, ...given };
  const { LifecycleTransition = '', HeartbeatTimeout = DEFAULT_HEARTBEAT_TIMEOUT } = hook;
  const { DefaultResult = 'ABANDON' } = hook;
  if (!TRANSITIONS.includes(LifecycleTransition))
    throw invalid(`Invalid Lifecycle Transition: ${LifecycleTransition || null}`);
  if (!['CONTINUE', 'ABANDON'].includes(DefaultResult))
    throw invalid(`Invalid Default Result: ${DefaultResult}`);
  if (HeartbeatTimeout < MIN_HEARTBEAT_TIMEOUT || HeartbeatTimeout > MAX_HEARTBEAT_TIMEOUT)
    throw invalid(
      `Heartbeat timeout must be between ${MIN_HEARTBEAT_TIMEOUT} and ${MAX_HEARTBEAT_TIMEOUT} seconds`,
    );
  if (hook.NotificationTargetARN && !hook.RoleARN)
    throw invalid('You must specify a role ARN when you specify a notification target');
  return {
    ...hook,
    AutoScalingGroupName: group,
    HeartbeatTimeout,
    DefaultResult,
    GlobalTimeout: globalTimeout(HeartbeatTimeout),
  };
}

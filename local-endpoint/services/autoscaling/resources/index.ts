import type { ResourceProvider } from '../../../kit/resources/provider';
import { autoScalingGroup } from './auto-scaling-group';
import { lifecycleHook } from './lifecycle-hook';
import { scalingPolicy } from './scaling-policy';
import { scheduledAction } from './scheduled-action';

/** The CloudFormation resource types of Auto Scaling. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::AutoScaling::AutoScalingGroup': autoScalingGroup,
  'AWS::AutoScaling::LifecycleHook': lifecycleHook,
  'AWS::AutoScaling::ScalingPolicy': scalingPolicy,
  'AWS::AutoScaling::ScheduledAction': scheduledAction,
};

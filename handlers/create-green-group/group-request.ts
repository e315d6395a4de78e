import type { CreateAutoScalingGroupCommandInput } from '@aws-sdk/client-auto-scaling';
import type { BaseFleetSettings, GroupHook, GroupSettings } from '../contract/fleet-settings';
import { ATTEMPT_TAG, EXECUTION_TAG, IMAGE_TAG, MINIMUM_TAG, PIPELINE_TAG } from '../contract/names';
import type { GreenPlan } from './look';

/** What of a plan a group is made of. */
type GroupPlan = Pick<GreenPlan, 'green' | 'blue' | 'version'> & {
  readonly settings: Pick<BaseFleetSettings, 'group' | 'launchTemplate'>;
};

/** Where a group is made. */
export interface GroupOwner {
  readonly pipeline: string;
  readonly imageId: string;
}

/**
 * What a group is created with: at the size of the group that serves, which is its minimum until it has served through
 * the hold, because it would scale in while it has no traffic.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
 */
export function groupRequest(
  { settings, green, blue, version }: GroupPlan,
  owner: GroupOwner,
): CreateAutoScalingGroupCommandInput {
  const { group } = settings;
  const size = Math.min(group.max, Math.max(1, group.min, blue?.desired ?? 0));
  const template = { LaunchTemplateName: settings.launchTemplate, Version: version };
  const own = {
    ...group.tags,
    [PIPELINE_TAG]: owner.pipeline,
    [EXECUTION_TAG]: green.execution,
    [ATTEMPT_TAG]: `${green.attempt}`,
  };
  return {
    AutoScalingGroupName: green.group,
    ...templateOf(group, template),
    MinSize: size,
    MaxSize: group.max,
    DesiredCapacity: size,
    VPCZoneIdentifier: group.subnets.join(','),
    TargetGroupARNs: [green.targetGroup],
    HealthCheckType: 'ELB',
    HealthCheckGracePeriod: group.healthCheckGrace,
    DefaultInstanceWarmup: group.warmup,
    LifecycleHookSpecificationList: group.hooks?.map(hookOf),
    ...(group.deletionProtection && { DeletionProtection: group.deletionProtection }),
    Tags: [
      ...Object.entries(own).map(([Key, Value]) => tagOf(green.group, Key, Value, true)),
      tagOf(green.group, IMAGE_TAG, owner.imageId, false),
      ...(size > group.min ? [tagOf(green.group, MINIMUM_TAG, `${group.min}`, false)] : []),
    ],
  };
}

const tagOf = (ResourceId: string, Key: string, Value: string, PropagateAtLaunch: boolean) => ({
  ...{ ResourceId, ResourceType: 'auto-scaling-group' },
  ...{ Key, Value, PropagateAtLaunch },
});

/** One type, On-Demand, is what the launch template has; anything else takes a mixed instances policy. */
export function templateOf(
  { types, onDemandPercentage = 100, min }: GroupSettings,
  LaunchTemplate: { readonly LaunchTemplateName: string; readonly Version: string },
): Pick<CreateAutoScalingGroupCommandInput, 'LaunchTemplate' | 'MixedInstancesPolicy'> {
  if (types.length === 1 && onDemandPercentage === 100) return { LaunchTemplate };
  const isOnDemand = onDemandPercentage === 100;
  return {
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: LaunchTemplate,
        Overrides: types.map((InstanceType) => ({ InstanceType })),
      },
      InstancesDistribution: {
        OnDemandAllocationStrategy: 'prioritized',
        OnDemandBaseCapacity: isOnDemand ? 0 : min,
        OnDemandPercentageAboveBaseCapacity: onDemandPercentage,
        SpotAllocationStrategy: 'price-capacity-optimized',
      },
    },
  };
}

const hookOf = ({ name, transition, timeout, otherwise, notify }: GroupHook) => ({
  LifecycleHookName: name,
  LifecycleTransition:
    transition === 'launch' ? 'autoscaling:EC2_INSTANCE_LAUNCHING' : 'autoscaling:EC2_INSTANCE_TERMINATING',
  HeartbeatTimeout: timeout,
  DefaultResult: otherwise.toUpperCase(),
  ...(notify && { NotificationTargetARN: notify.target, RoleARN: notify.role }),
});

import type {
  Activity,
  AutoScalingGroup,
  AutoScalingInstanceDetails,
  Instance,
  TagDescription,
} from '@aws-sdk/client-auto-scaling';
import type { GroupInstance, GroupRecord, GroupTag, ScalingActivity } from './model';

/** A group as DescribeAutoScalingGroups returns it. */
export function describeGroup(group: GroupRecord): AutoScalingGroup {
  const { subnets, ...settings } = group.settings;
  const attachments = [...group.attachments.keys()];
  return {
    ...settings,
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    ...(group.launch.mixed
      ? { MixedInstancesPolicy: group.launch.mixed }
      : { LaunchTemplate: group.launch.template }),
    DesiredCapacity: group.desired,
    AvailabilityZones: [...new Set(subnets.map(({ zone }) => zone))],
    VPCZoneIdentifier: subnets.map(({ id }) => id).join(','),
    LoadBalancerNames: [],
    TargetGroupARNs: attachments,
    TrafficSources: attachments.map((Identifier) => ({ Identifier, Type: 'elbv2' })),
    Instances: group.instances.map(describeInstance),
    CreatedTime: group.createdAt,
    SuspendedProcesses: [...group.suspended].map(([ProcessName, SuspensionReason]) => ({
      ProcessName,
      SuspensionReason,
    })),
    EnabledMetrics: group.enabledMetrics,
    Tags: describeTags(group),
    ...(group.deleteAt ? { Status: 'Delete in progress' } : {}),
  };
}

function describeInstance(instance: GroupInstance): Instance {
  return {
    InstanceId: instance.id,
    InstanceType: instance.type,
    AvailabilityZone: instance.zone,
    LifecycleState: instance.state,
    HealthStatus: instance.health,
    LaunchTemplate: instance.template,
    ImageId: instance.imageId,
    ProtectedFromScaleIn: instance.protected,
  };
}

/** An instance as DescribeAutoScalingInstances returns it: its health is in capitals there. */
export const describeInstanceDetails = (
  { name }: GroupRecord,
  instance: GroupInstance,
): AutoScalingInstanceDetails => ({
  ...(describeInstance(instance) as Omit<AutoScalingInstanceDetails, 'AutoScalingGroupName'>),
  HealthStatus: instance.health.toUpperCase(),
  AutoScalingGroupName: name,
});

/** The tags of a group. */
export const describeTags = ({ name, tags }: Pick<GroupRecord, 'name' | 'tags'>): TagDescription[] =>
  [...tags.values()].map((tag: GroupTag) => ({
    ...tag,
    ResourceId: name,
    ResourceType: 'auto-scaling-group',
  }));

/** An activity as DescribeScalingActivities returns it. */
export const describeActivity = (activity: ScalingActivity): Activity => ({
  ActivityId: activity.id,
  AutoScalingGroupName: activity.group.name,
  AutoScalingGroupARN: activity.group.arn,
  Description: activity.description,
  Cause: activity.cause,
  StartTime: activity.startedAt,
  EndTime: activity.endedAt,
  StatusCode: activity.status,
  StatusMessage: activity.statusMessage,
  Progress: activity.progress,
  Details: activity.details,
});

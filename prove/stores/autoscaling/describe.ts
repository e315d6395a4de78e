import type {
  ActivitiesType,
  AutoScalingGroup,
  AutoScalingGroupNamesType,
  AutoScalingGroupsType,
  DescribeScalingActivitiesType,
} from '@aws-sdk/client-auto-scaling';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { GroupRecord } from './model';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html */
export function describeAutoScalingGroups(
  { autoScaling: { groups } }: SimulatedAccount,
  { AutoScalingGroupNames: names = [] }: AutoScalingGroupNamesType,
): AutoScalingGroupsType {
  const found = Object.values(groups).filter(({ name }) => names.length === 0 || names.includes(name));
  return { AutoScalingGroups: found.map(describe) };
}

/**
 * Of those that failed only the last launch, until one succeeds. AWS keeps all for six weeks.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/CHAP_Troubleshooting.html
 */
export function describeScalingActivities(
  simulated: SimulatedAccount,
  { AutoScalingGroupName: name = '' }: DescribeScalingActivitiesType,
): ActivitiesType {
  const group = simulated.autoScaling.groups[name];
  const StatusMessage = group?.noLaunch;
  if (!group || StatusMessage === undefined) return { Activities: [] };
  const activity = { ActivityId: `activity-${name}`, AutoScalingGroupName: name, Cause: 'a difference' };
  const times = { StartTime: undefined, Description: 'Launching a new EC2 instance' };
  return { Activities: [{ ...activity, ...times, StatusCode: 'Failed', StatusMessage }] };
}

const describe = (group: GroupRecord): AutoScalingGroup => ({
  AutoScalingGroupName: group.name,
  ...{ MinSize: group.min, MaxSize: group.max, DesiredCapacity: group.desired },
  DefaultCooldown: 300,
  AvailabilityZones: [],
  HealthCheckType: 'ELB',
  CreatedTime: undefined,
  LaunchTemplate: { ...group.template },
  TargetGroupARNs: [...group.targetGroups],
  Instances: group.instances.map(({ id, state, version, isUnhealthy }) => ({
    InstanceId: id,
    AvailabilityZone: '',
    LifecycleState: state,
    HealthStatus: isUnhealthy ? 'Unhealthy' : 'Healthy',
    ProtectedFromScaleIn: false,
    LaunchTemplate: { LaunchTemplateName: group.template.LaunchTemplateName, Version: version },
  })),
  Tags: Object.entries(group.tags).map(([Key, tag]) => ({
    ...{ ResourceId: group.name, ResourceType: 'auto-scaling-group', Key },
    ...tag,
  })),
  ...(group.deleteAt !== undefined && { Status: 'Delete in progress' }),
});

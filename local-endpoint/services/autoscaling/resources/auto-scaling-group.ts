import type {
  AutoScalingClient,
  CreateAutoScalingGroupCommandInput,
  LifecycleHookSpecification,
  TrafficSourceIdentifier,
  UpdateAutoScalingGroupCommandInput,
} from '@aws-sdk/client-auto-scaling';
import { provider, type ResourceContext, toNumber } from '../../../kit/resources/provider';
import { groupTags, type GroupTagProperty, updateGroupTags } from './group-tags';
import { type MetricsProperty, type NotificationProperty, putMetrics, putNotifications } from './observation';
import { isGone, waitUntilGone } from './wait';

interface GroupProperties extends Settings {
  readonly AutoScalingGroupName?: string;
  readonly LifecycleHookSpecificationList?: LifecycleHookSpecification[];
  readonly MetricsCollection?: readonly MetricsProperty[];
  readonly NotificationConfigurations?: readonly NotificationProperty[];
  readonly Tags?: readonly GroupTagProperty[];
  readonly TargetGroupARNs?: readonly string[];
  readonly TrafficSources?: readonly TrafficSourceIdentifier[];
}

type Settings = Omit<
  UpdateAutoScalingGroupCommandInput,
  'AutoScalingGroupName' | 'DefaultCooldown' | 'VPCZoneIdentifier'
> & {
  readonly Cooldown?: string | number;
  readonly VPCZoneIdentifier?: readonly string[];
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html */
export const autoScalingGroup = provider<GroupProperties>({
  properties: {
    AutoScalingGroupName: 'replace',
    AvailabilityZoneDistribution: 'update',
    AvailabilityZoneIds: 'update',
    AvailabilityZoneImpairmentPolicy: 'update',
    AvailabilityZones: 'update',
    CapacityRebalance: 'update',
    CapacityReservationSpecification: 'update',
    Context: 'update',
    Cooldown: 'update',
    DefaultInstanceWarmup: 'update',
    DeletionProtection: 'update',
    DesiredCapacity: 'update',
    DesiredCapacityType: 'update',
    HealthCheckGracePeriod: 'update',
    HealthCheckType: 'update',
    InstanceLifecyclePolicy: 'update',
    InstanceMaintenancePolicy: 'update',
    LaunchConfigurationName: 'update',
    LaunchTemplate: 'update',
    LifecycleHookSpecificationList: 'refuse',
    MaxInstanceLifetime: 'update',
    MaxSize: 'update',
    MetricsCollection: 'update',
    MinSize: 'update',
    MixedInstancesPolicy: 'update',
    NewInstancesProtectedFromScaleIn: 'update',
    NotificationConfigurations: 'update',
    PlacementGroup: 'update',
    ServiceLinkedRoleARN: 'update',
    SkipZonalShiftValidation: 'update',
    Tags: 'update',
    TargetGroupARNs: 'update',
    TerminationPolicies: 'update',
    TrafficSources: 'update',
    VPCZoneIdentifier: 'update',
  },
  attributes: ['AutoScalingGroupARN'],
  name: 'AutoScalingGroupName',
  tags: 'list',

  async create(properties, context) {
    const autoScaling = await import('@aws-sdk/client-auto-scaling');
    const client = context.client(autoScaling.AutoScalingClient);
    const { LifecycleHookSpecificationList, TargetGroupARNs, TrafficSources, Tags } = properties;
    const AutoScalingGroupName = properties.AutoScalingGroupName ?? context.generatedName(255);
    const input = {
      ...settingsOf(properties),
      AutoScalingGroupName,
      LifecycleHookSpecificationList,
      TargetGroupARNs,
      TrafficSources,
      Tags: groupTags(AutoScalingGroupName, Tags),
    } as CreateAutoScalingGroupCommandInput;
    await client.send(new autoScaling.CreateAutoScalingGroupCommand(input));
    context.made(AutoScalingGroupName);
    await putMetrics(client, AutoScalingGroupName, [], properties.MetricsCollection);
    await putNotifications(client, AutoScalingGroupName, [], properties.NotificationConfigurations);
    return made(client, AutoScalingGroupName);
  },

  async update({ physicalId: AutoScalingGroupName, properties: before }, after, context) {
    const autoScaling = await import('@aws-sdk/client-auto-scaling');
    const client = context.client(autoScaling.AutoScalingClient);
    await client.send(
      new autoScaling.UpdateAutoScalingGroupCommand({ ...settingsOf(after), AutoScalingGroupName }),
    );
    await moveTraffic(client, AutoScalingGroupName, sourcesOf(before), sourcesOf(after));
    await updateGroupTags(client, AutoScalingGroupName, before.Tags, after.Tags);
    await putMetrics(client, AutoScalingGroupName, before.MetricsCollection, after.MetricsCollection);
    await putNotifications(
      client,
      AutoScalingGroupName,
      before.NotificationConfigurations,
      after.NotificationConfigurations,
    );
    return made(client, AutoScalingGroupName);
  },

  async delete({ physicalId }, context) {
    await deleteGroup(context, physicalId);
  },
});

const NOT_SETTINGS = [
  'AutoScalingGroupName',
  'Cooldown',
  'LifecycleHookSpecificationList',
  'MetricsCollection',
  'NotificationConfigurations',
  'Tags',
  'TargetGroupARNs',
  'TrafficSources',
  'VPCZoneIdentifier',
];

/** The members that both calls have; VPCZoneIdentifier is a list in templates. */
function settingsOf(
  properties: GroupProperties,
): Omit<UpdateAutoScalingGroupCommandInput, 'AutoScalingGroupName'> {
  const { Cooldown, VPCZoneIdentifier } = properties;
  return {
    ...Object.fromEntries(Object.entries(properties).filter(([name]) => !NOT_SETTINGS.includes(name))),
    DefaultCooldown: toNumber(Cooldown),
    VPCZoneIdentifier: VPCZoneIdentifier?.join(','),
  };
}

const sourcesOf = ({ TargetGroupARNs = [], TrafficSources = [] }: GroupProperties): string[] => [
  ...TargetGroupARNs,
  ...TrafficSources.map(({ Identifier = '' }) => Identifier),
];

async function moveTraffic(
  client: AutoScalingClient,
  AutoScalingGroupName: string,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  const { AttachTrafficSourcesCommand, DetachTrafficSourcesCommand } = await import(
    '@aws-sdk/client-auto-scaling'
  );
  const sources = (arns: readonly string[]) => arns.map((Identifier) => ({ Identifier, Type: 'elbv2' }));
  const added = after.filter((arn) => !before.includes(arn));
  const removed = before.filter((arn) => !after.includes(arn));
  if (added.length > 0)
    await client.send(
      new AttachTrafficSourcesCommand({ AutoScalingGroupName, TrafficSources: sources(added) }),
    );
  if (removed.length > 0)
    await client.send(
      new DetachTrafficSourcesCommand({ AutoScalingGroupName, TrafficSources: sources(removed) }),
    );
}

async function made(client: AutoScalingClient, name: string) {
  const { DescribeAutoScalingGroupsCommand } = await import('@aws-sdk/client-auto-scaling');
  const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
  const { AutoScalingGroups: [group] = [] } = await client.send(command);
  return { physicalId: name, attributes: { AutoScalingGroupARN: group?.AutoScalingGroupARN ?? '' } };
}

/** With its instances, and waits until it is gone, so that what its instances use can be deleted next. */
async function deleteGroup(context: ResourceContext, AutoScalingGroupName: string): Promise<void> {
  const { AutoScalingClient, DeleteAutoScalingGroupCommand } = await import('@aws-sdk/client-auto-scaling');
  const client = context.client(AutoScalingClient);
  if (await isGone(client, AutoScalingGroupName)) return;
  const command = new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true });
  await client.send(command);
  await waitUntilGone(client, AutoScalingGroupName, context.clock);
}

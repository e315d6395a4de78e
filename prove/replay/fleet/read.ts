import type {
  AutoScalingGroup,
  AutoScalingGroupsType,
  DescribePoliciesCommandOutput,
  ScheduledActionsType,
} from '@aws-sdk/client-auto-scaling';
import type { DescribeLaunchTemplateVersionsResult } from '@aws-sdk/client-ec2';
import type { CallAccount } from '../../compare/call-account';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { GroupInstance, GroupRecord } from '../../stores/autoscaling/model';
import type { PlantedAccount } from '../account';
import type { OwnReader } from '../replayed-kind';

/** Reads groups; launch templates, and what groups have beside their settings, with a whole reading only. */
export const fleetReader = ({ call }: PlantedAccount): OwnReader => ({
  read: async (simulated, isWhole) => {
    await readGroups(call, simulated, isWhole);
    if (isWhole) await readTemplates(call, simulated);
  },
  recordsOf: ({ autoScaling, ec2 }) => [autoScaling.groups, ec2.templates],
});

async function readGroups(
  call: CallAccount,
  { autoScaling: { groups } }: SimulatedAccount,
  isWhole: boolean,
): Promise<void> {
  for (const name of Object.keys(groups)) delete groups[name];
  const { AutoScalingGroups = [] } = (await call(
    'auto-scaling',
    'DescribeAutoScalingGroups',
    {},
  )) as AutoScalingGroupsType;
  for (const group of AutoScalingGroups) {
    const record = groupOf(group, isWhole ? await extrasOf(call, group) : []);
    groups[record.name] = record;
  }
}

async function readTemplates(call: CallAccount, { ec2: { templates } }: SimulatedAccount): Promise<void> {
  for (const [LaunchTemplateName, template] of Object.entries(templates)) {
    const found = (await call('ec2', 'DescribeLaunchTemplateVersions', {
      LaunchTemplateName,
    })) as DescribeLaunchTemplateVersionsResult;
    template.versions = (found.LaunchTemplateVersions ?? []).map(
      ({ VersionNumber, VersionDescription, DefaultVersion }) => ({
        VersionNumber,
        VersionDescription,
        DefaultVersion,
      }),
    );
  }
}

async function extrasOf(
  call: CallAccount,
  { AutoScalingGroupName, EnabledMetrics = [] }: AutoScalingGroup,
): Promise<string[]> {
  const input = { AutoScalingGroupName };
  const { ScalingPolicies = [] } = (await call(
    'auto-scaling',
    'DescribePolicies',
    input,
  )) as DescribePoliciesCommandOutput;
  const scheduled = (await call('auto-scaling', 'DescribeScheduledActions', input)) as ScheduledActionsType;
  return [
    ...(EnabledMetrics.length > 0 ? ['metrics'] : []),
    ...ScalingPolicies.map(({ PolicyName }) => `policy ${PolicyName}`),
    ...(scheduled.ScheduledUpdateGroupActions ?? []).map((one) => `schedule ${one.ScheduledActionName}`),
  ].sort();
}

const groupOf = (group: AutoScalingGroup, extras: string[]): GroupRecord => ({
  name: group.AutoScalingGroupName ?? '',
  ...{ min: group.MinSize ?? 0, max: group.MaxSize ?? 0, desired: group.DesiredCapacity ?? 0 },
  template: {
    LaunchTemplateName: group.LaunchTemplate?.LaunchTemplateName ?? '',
    Version: group.LaunchTemplate?.Version ?? '',
  },
  ...{ subnets: group.VPCZoneIdentifier ?? '', graceSeconds: group.HealthCheckGracePeriod ?? 0 },
  targetGroups: group.TargetGroupARNs ?? [],
  tags: Object.fromEntries(
    (group.Tags ?? []).map(({ Key = '', Value = '', PropagateAtLaunch = false }) => [
      Key,
      { Value, PropagateAtLaunch },
    ]),
  ),
  instances: (group.Instances ?? []).map((one) => ({
    ...{ id: one.InstanceId ?? '', imageId: '', version: one.LaunchTemplate?.Version ?? '' },
    state: (one.LifecycleState?.split(':')[0] ?? 'Pending') as GroupInstance['state'],
  })),
  extras,
  ...(group.Status !== undefined && { deleteAt: 0 }),
});

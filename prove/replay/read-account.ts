import type {
  AutoScalingGroup,
  AutoScalingGroupsType,
  DescribePoliciesCommandOutput,
  ScheduledActionsType,
} from '@aws-sdk/client-auto-scaling';
import type { GetPipelineStateOutput } from '@aws-sdk/client-codepipeline';
import type { DescribeLaunchTemplateVersionsResult } from '@aws-sdk/client-ec2';
import type {
  DescribeRulesOutput,
  DescribeTargetHealthOutput,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GetParametersResult } from '@aws-sdk/client-ssm';
import type { CallAccount } from '../compare/call-account';
import type { PairedIds } from '../compare/paired-ids';
import type { GroupInstance, GroupRecord } from '../stores/autoscaling/model';
import type { TargetRecord } from '../stores/elasticloadbalancing/model';
import { snapshot, type SimulatedAccount } from '../simulated-account/simulated-account';

const ELB = 'elastic-load-balancing-v2';

/** Reads an account as a simulated account, so that what has to hold is checked by the same code. */
export interface AccountReader {
  /** @param isWhole whether with launch templates, and with what groups have beside their settings @default false */
  read(isWhole?: boolean): Promise<SimulatedAccount>;
}

/**
 * @param planted what was made in the account; whatever has not changed since the first reading is as it is there
 * @param parameters names of those that are read
 */
export function accountReader(
  call: CallAccount,
  ids: PairedIds,
  planted: SimulatedAccount,
  parameters: readonly string[],
): AccountReader {
  let first: SimulatedAccount | undefined;
  return {
    read: async (isWhole = false) => {
      const simulated = ids.toModel(await readNow(call, ids, planted, parameters, isWhole));
      first ??= snapshot(simulated);
      keepUnchanged(simulated.autoScaling.groups, first.autoScaling.groups, planted.autoScaling.groups);
      const { rules, targetGroups } = simulated.loadBalancing;
      keepUnchanged(rules, first.loadBalancing.rules, planted.loadBalancing.rules);
      keepUnchanged(targetGroups, first.loadBalancing.targetGroups, planted.loadBalancing.targetGroups);
      keepUnchanged(simulated.ec2.templates, first.ec2.templates, planted.ec2.templates);
      return simulated;
    },
  };
}

function keepUnchanged<T>(
  now: Record<string, T>,
  first: Readonly<Record<string, T>>,
  planted: Readonly<Record<string, T>>,
): void {
  for (const [key, value] of Object.entries(now)) {
    const known = planted[key];
    if (known && JSON.stringify(value) === JSON.stringify(first[key])) now[key] = structuredClone(known);
  }
}

async function readNow(
  call: CallAccount,
  ids: PairedIds,
  planted: SimulatedAccount,
  parameters: readonly string[],
  isWhole: boolean,
): Promise<SimulatedAccount> {
  const simulated = snapshot(planted);
  for (const name of Object.keys(simulated.autoScaling.groups)) delete simulated.autoScaling.groups[name];
  const { AutoScalingGroups = [] } = (await call(
    'auto-scaling',
    'DescribeAutoScalingGroups',
    {},
  )) as AutoScalingGroupsType;
  for (const group of AutoScalingGroups) {
    const record = groupOf(group, isWhole ? await extrasOf(call, group) : []);
    simulated.autoScaling.groups[record.name] = record;
  }
  const RuleArns = ids.toOther(Object.keys(simulated.loadBalancing.rules));
  const { Rules = [] } = (await call(ELB, 'DescribeRules', { RuleArns })) as DescribeRulesOutput;
  for (const { RuleArn, Actions } of ids.toModel(Rules)) {
    const rule = simulated.loadBalancing.rules[RuleArn ?? ''];
    if (rule)
      rule.Actions = Actions?.map(({ Type, ForwardConfig }) => ({
        Type,
        ForwardConfig: { TargetGroups: ForwardConfig?.TargetGroups },
      }));
  }
  for (const [arn, { targets }] of Object.entries(simulated.loadBalancing.targetGroups)) {
    for (const id of Object.keys(targets)) delete targets[id];
    const found = (await call(
      ELB,
      'DescribeTargetHealth',
      ids.toOther({ TargetGroupArn: arn }),
    )) as DescribeTargetHealthOutput;
    for (const one of found.TargetHealthDescriptions ?? [])
      targets[one.Target?.Id ?? ''] = targetOf(one, simulated.now);
  }
  for (const [LaunchTemplateName, template] of isWhole ? Object.entries(simulated.ec2.templates) : []) {
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
  for (const name of Object.keys(simulated.ssm)) delete simulated.ssm[name];
  const { Parameters = [] } = (await call('ssm', 'GetParameters', {
    Names: parameters,
  })) as GetParametersResult;
  for (const { Name = '', Value = '', Version = 1 } of Parameters)
    simulated.ssm[Name] = { values: [Value], first: Version };
  return { ...simulated, pipeline: { ...simulated.pipeline, latest: await latestOf(call, simulated) } };
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

/** Such that it is found in the state that it has. */
function targetOf({ TargetHealth }: TargetHealthDescription, now: number): TargetRecord {
  const succeeds = TargetHealth?.State !== 'unhealthy';
  if (TargetHealth?.State === 'draining') return { checkedSince: 0, succeeds, goneAt: now };
  return { checkedSince: TargetHealth?.State === 'initial' ? now : 0, succeeds };
}

async function latestOf(
  call: CallAccount,
  { pipeline: { name } }: SimulatedAccount,
): Promise<SimulatedAccount['pipeline']['latest']> {
  const found = await call('codepipeline', 'GetPipelineState', { name }).catch(() => ({}));
  const { stageStates = [] } = found as GetPipelineStateOutput;
  return Object.fromEntries(
    stageStates.flatMap(({ stageName = '', latestExecution: latest }) =>
      latest
        ? [
            [
              stageName,
              { execution: latest.pipelineExecutionId ?? '', status: latest.status as 'InProgress' },
            ] as const,
          ]
        : [],
    ),
  );
}

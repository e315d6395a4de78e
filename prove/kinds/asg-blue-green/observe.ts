import type { AutoScalingGroupsType, DescribeInstanceRefreshesAnswer } from '@aws-sdk/client-auto-scaling';
import type {
  DescribeRulesOutput,
  DescribeTargetHealthOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { DescribeLaunchTemplateVersionsResult } from '@aws-sdk/client-ec2';
import type { GetPipelineStateOutput } from '@aws-sdk/client-codepipeline';
import type { GetParametersResult } from '@aws-sdk/client-ssm';
import { PIPELINE_TAG, releaseParameterName } from '../../../handlers/contract/names';
import { see } from '../../run/call';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { IDENTITY, NAME, parameter, RULE, TARGET_GROUPS } from './names';

/** A group as anybody sees it through the API. */
export interface SeenGroup {
  readonly name: string;
  readonly isDeleting: boolean;
  readonly min: number;
  readonly desired: number;
  readonly targetGroups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Ids of the instances in service, and launch template versions of all that there are. */
  readonly inService: readonly string[];
  readonly versions: readonly string[];
  /** Policies, scheduled actions and metrics. */
  readonly extras: readonly string[];
}

/** Where the traffic goes. */
export interface Side {
  /** ARN. */
  readonly targetGroup: string;
  readonly weight: number;
  /** Ids of healthy targets. */
  readonly healthy: readonly string[];
}

/** Both target groups, in the order of the settings. */
export function seeSides(simulated: SimulatedAccount): readonly Side[] {
  const { Rules } = see<DescribeRulesOutput>(simulated, 'elastic-load-balancing-v2', 'DescribeRules', {
    RuleArns: [RULE],
  });
  const weights = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  return TARGET_GROUPS.map((targetGroup) => ({
    targetGroup,
    weight: weights.find(({ TargetGroupArn }) => TargetGroupArn === targetGroup)?.Weight ?? 0,
    healthy: seeHealthy(simulated, targetGroup),
  }));
}

/** A target group that someone has deleted has none. */
function seeHealthy(simulated: SimulatedAccount, TargetGroupArn: string): string[] {
  if (!simulated.loadBalancing.targetGroups[TargetGroupArn]) return [];
  const { TargetHealthDescriptions = [] } = see<DescribeTargetHealthOutput>(
    simulated,
    'elastic-load-balancing-v2',
    'DescribeTargetHealth',
    { TargetGroupArn },
  );
  return TargetHealthDescriptions.flatMap(({ Target, TargetHealth }) =>
    TargetHealth?.State === 'healthy' ? [Target?.Id ?? ''] : [],
  );
}

/** The pipeline's groups. */
export function seeGroups(simulated: SimulatedAccount): readonly SeenGroup[] {
  const { AutoScalingGroups = [] } = see<AutoScalingGroupsType>(
    simulated,
    'auto-scaling',
    'DescribeAutoScalingGroups',
    {},
  );
  const groups = AutoScalingGroups.map(({ Tags = [], Instances = [], ...group }) => ({
    name: group.AutoScalingGroupName ?? '',
    isDeleting: group.Status !== undefined,
    min: group.MinSize ?? 0,
    desired: group.DesiredCapacity ?? 0,
    targetGroups: group.TargetGroupARNs ?? [],
    tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    inService: Instances.filter(({ LifecycleState }) => LifecycleState === 'InService').map(
      ({ InstanceId = '' }) => InstanceId,
    ),
    extras: simulated.autoScaling.groups[group.AutoScalingGroupName ?? '']?.extras ?? [],
    versions: [...new Set(Instances.map(({ LaunchTemplate }) => LaunchTemplate?.Version ?? ''))],
  }));
  return groups.filter(({ tags }) => tags[PIPELINE_TAG] === NAME);
}

/** States of a group's instance refreshes, the newest first. */
export function seeRefreshes(simulated: SimulatedAccount, AutoScalingGroupName: string): readonly string[] {
  const { InstanceRefreshes = [] } = see<DescribeInstanceRefreshesAnswer>(
    simulated,
    'auto-scaling',
    'DescribeInstanceRefreshes',
    { AutoScalingGroupName },
  );
  return InstanceRefreshes.map(({ Status = '' }) => Status);
}

/** Numbers of the launch template's versions, by their descriptions. */
export function seeVersions(simulated: SimulatedAccount): Readonly<Record<string, string>> {
  const { LaunchTemplateVersions = [] } = see<DescribeLaunchTemplateVersionsResult>(
    simulated,
    'ec2',
    'DescribeLaunchTemplateVersions',
    { LaunchTemplateName: NAME },
  );
  return Object.fromEntries(
    LaunchTemplateVersions.map((one) => [one.VersionDescription ?? '', `${one.VersionNumber}`]),
  );
}

/** What the parameters hold, by the ends of their names. */
export function seeParameters(simulated: SimulatedAccount): SeenParameters {
  const names = {
    new: parameter('asg/new'),
    old: parameter('asg/old'),
    green: parameter('asg/green'),
    template: parameter('launch-template'),
    release: releaseParameterName(IDENTITY),
  };
  const { Parameters = [] } = see<GetParametersResult>(simulated, 'ssm', 'GetParameters', {
    Names: Object.values(names),
  });
  const valueOf = (name: string) => Parameters.find(({ Name }) => Name === name)?.Value ?? '';
  return {
    new: valueOf(names.new),
    old: valueOf(names.old),
    green: valueOf(names.green),
    template: valueOf(names.template),
    release: valueOf(names.release),
  };
}

/** Each is empty where there is no such parameter. */
export type SeenParameters = Readonly<Record<'new' | 'old' | 'green' | 'template' | 'release', string>>;

/** The execution that is in stage Retire. @returns nothing where none is */
export function seeRetiring(simulated: SimulatedAccount): string | undefined {
  const { stageStates = [] } = see<GetPipelineStateOutput>(simulated, 'codepipeline', 'GetPipelineState', {});
  const { latestExecution } = stageStates.find(({ stageName }) => stageName === 'Retire') ?? {};
  return latestExecution?.status === 'InProgress' ? latestExecution.pipelineExecutionId : undefined;
}

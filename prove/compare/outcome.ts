import type {
  ActivitiesType,
  AutoScalingGroupsType,
  DescribeInstanceRefreshesAnswer,
} from '@aws-sdk/client-auto-scaling';
import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type {
  CreateLaunchTemplateVersionResult,
  DeleteLaunchTemplateVersionsResult,
  DescribeImagesResult,
  DescribeInstancesResult,
  DescribeLaunchTemplateVersionsResult,
  DescribeSubnetsResult,
  Tag,
} from '@aws-sdk/client-ec2';
import type {
  DescribeListenersOutput,
  DescribeRulesOutput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsOutput,
  DescribeTargetHealthOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GetParameterHistoryResult, GetParametersResult, PutParameterResult } from '@aws-sdk/client-ssm';
import { READ_OF_SERVICES } from './service-outcome';

/** What health checks of an image's instances find in the other account. */
export const HEALTH_TAG = 'rehearsal.health';

/** What a call came to, as far as functions read it: in a fixed order, and without ids of instances. */
export type Outcome = { readonly error: string } | { readonly answer: unknown };

/** @param call returns an answer, or throws an error of the service @returns also the answer as it came, where there is one */
export async function outcomeOf(
  operation: string,
  call: () => object | Promise<object>,
): Promise<{ readonly outcome: Outcome; readonly raw?: object }> {
  try {
    const raw = await call();
    return { outcome: { answer: READ[operation]?.(raw as never) ?? null }, raw };
  } catch (error) {
    return { outcome: { error: (error as Error).name } };
  }
}

const sorted = <T>(values: readonly T[] | undefined): T[] =>
  [...(values ?? [])].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

const tagsOf = (tags: readonly Tag[] = []) =>
  sorted(tags.flatMap(({ Key, Value }) => (Key === HEALTH_TAG ? [] : [[Key, Value]])));

/** What functions read of an answer, by operation. Of others it is that they succeed. */
const READ: Readonly<Record<string, (answer: never) => unknown>> = {
  ...READ_OF_SERVICES,
  DescribeAutoScalingGroups: ({ AutoScalingGroups }: AutoScalingGroupsType) =>
    sorted(
      AutoScalingGroups?.map(({ Tags, Instances, TargetGroupARNs, LaunchTemplate, ...group }) => ({
        name: group.AutoScalingGroupName,
        sizes: [group.MinSize, group.DesiredCapacity, group.MaxSize],
        isDeleting: group.Status !== undefined,
        targetGroups: sorted(TargetGroupARNs),
        template: [LaunchTemplate?.LaunchTemplateName, LaunchTemplate?.Version],
        instances: sorted(
          Instances?.map((one) => [one.LifecycleState, one.HealthStatus, one.LaunchTemplate?.Version]),
        ),
        tags: sorted(Tags?.map(({ Key, Value, PropagateAtLaunch }) => [Key, Value, PropagateAtLaunch])),
      })),
    ),
  DescribeScalingActivities: ({ Activities }: ActivitiesType) =>
    sorted(Activities?.flatMap(({ StatusCode }) => (StatusCode === 'Failed' ? [StatusCode] : []))),
  DescribeInstanceRefreshes: ({ InstanceRefreshes }: DescribeInstanceRefreshesAnswer) =>
    InstanceRefreshes?.map((one) => ({
      ...{ id: one.InstanceRefreshId, status: one.Status, percentage: one.PercentageComplete },
      reasons: [one.StatusReason, one.RollbackDetails?.RollbackReason].filter((text) => text !== undefined),
      template: one.DesiredConfiguration?.LaunchTemplate?.Version,
    })),
  DescribeListeners: ({ Listeners }: DescribeListenersOutput) =>
    sorted(Listeners?.map(({ ListenerArn }) => ListenerArn)),
  DescribeRules: ({ Rules }: DescribeRulesOutput) =>
    sorted(Rules?.filter(({ IsDefault }) => !IsDefault).map(weightsOf)),
  ModifyRule: ({ Rules }: DescribeRulesOutput) => sorted(Rules?.map(weightsOf)),
  DescribeTargetGroups: ({ TargetGroups }: DescribeTargetGroupsOutput) =>
    sorted(
      TargetGroups?.map((one) => [
        ...[one.TargetGroupArn, one.TargetType, one.Protocol, one.Port, one.VpcId],
        ...[one.HealthCheckIntervalSeconds, one.HealthyThresholdCount, one.UnhealthyThresholdCount],
      ]),
    ),
  DescribeTargetGroupAttributes: ({ Attributes }: DescribeTargetGroupAttributesOutput) =>
    Attributes?.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value,
  DescribeTargetHealth: ({ TargetHealthDescriptions }: DescribeTargetHealthOutput) =>
    sorted(
      TargetHealthDescriptions?.map(({ TargetHealth, Target }) => [
        TargetHealth?.State,
        TargetHealth?.Reason,
        Target?.Port,
      ]),
    ),
  GetParameters: ({ Parameters, InvalidParameters }: GetParametersResult) => ({
    found: sorted(Parameters?.map(({ Name, Value, Version }) => [Name, Value, Version])),
    missing: sorted(InvalidParameters),
  }),
  GetParameterHistory: ({ Parameters }: GetParameterHistoryResult) =>
    Parameters?.map(({ Name, Value, Version }) => [Name, Value, Version]),
  PutParameter: ({ Version }: PutParameterResult) => Version,
  CreateLaunchTemplateVersion: ({ LaunchTemplateVersion: made }: CreateLaunchTemplateVersionResult) => [
    made?.LaunchTemplateName,
    made?.VersionNumber,
    made?.VersionDescription,
  ],
  DescribeLaunchTemplateVersions: ({ LaunchTemplateVersions }: DescribeLaunchTemplateVersionsResult) =>
    sorted(
      LaunchTemplateVersions?.map((one) => [
        ...[one.LaunchTemplateName, one.VersionNumber, one.VersionDescription ?? null, one.DefaultVersion],
        ...[one.LaunchTemplateData?.ImageId ?? null, one.LaunchTemplateData?.InstanceType ?? null],
      ]),
    ),
  DeleteLaunchTemplateVersions: (answer: DeleteLaunchTemplateVersionsResult) =>
    sorted(
      answer.UnsuccessfullyDeletedLaunchTemplateVersions?.map(({ VersionNumber, ResponseError }) => [
        VersionNumber,
        ResponseError?.Code,
      ]),
    ),
  DescribeImages: ({ Images }: DescribeImagesResult) =>
    sorted(Images?.map(({ ImageId, State, Tags }) => [ImageId, State, tagsOf(Tags)])),
  DescribeInstances: ({ Reservations }: DescribeInstancesResult) =>
    sorted(
      Reservations?.flatMap(({ Instances = [] }) =>
        Instances.map(({ ImageId, State }) => [ImageId, State?.Name]),
      ),
    ),
  DescribeSubnets: ({ Subnets }: DescribeSubnetsResult) =>
    sorted(Subnets?.map(({ SubnetId, VpcId }) => [SubnetId, VpcId])),
  DescribeAlarms: ({ MetricAlarms }: DescribeAlarmsOutput) =>
    sorted(MetricAlarms?.map(({ AlarmName, StateValue }) => [AlarmName, StateValue])),
};

const weightsOf = ({ RuleArn, Actions = [] }: NonNullable<DescribeRulesOutput['Rules']>[number]) => [
  RuleArn,
  sorted(
    Actions.flatMap(({ ForwardConfig }) =>
      (ForwardConfig?.TargetGroups ?? []).map(({ TargetGroupArn, Weight }) => [TargetGroupArn, Weight]),
    ),
  ),
];

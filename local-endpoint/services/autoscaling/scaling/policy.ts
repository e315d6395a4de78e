import type { PutScalingPolicyType } from '@aws-sdk/client-auto-scaling';
import { notSupported } from '../../../kit/not-supported';
import { invalid } from '../input';
import type { GroupRecord } from '../model';
import { newArn } from '../store';
import type { PolicyRecord } from './model';

const ADJUSTMENTS = ['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity'];

/**
 * A policy of a group.
 * @param before the one that it replaces, whose ARN it keeps @default - it is new
 * @throws AwsError `ValidationError` for what AWS does not take
 */
export function policyOf(
  group: GroupRecord,
  input: PutScalingPolicyType,
  before?: PolicyRecord,
): PolicyRecord {
  const { PolicyName = '', PolicyType = 'SimpleScaling', Enabled = true, ...settings } = input;
  const check = CHECKS[PolicyType];
  if (!check) throw refusalOf(PolicyType);
  check(input);
  const rest = `autoScalingGroupName/${group.name}:policyName/${PolicyName}`;
  return {
    ...settings,
    AutoScalingGroupName: group.name,
    PolicyName,
    PolicyType,
    Enabled,
    PolicyARN: before?.PolicyARN ?? newArn(group, 'scalingPolicy', rest),
    Alarms: [],
    ...(PolicyType === 'StepScaling' && { MetricAggregationType: input.MetricAggregationType ?? 'Average' }),
  };
}

const refusalOf = (type: string): Error =>
  type === 'PredictiveScaling'
    ? notSupported('autoscaling:PutScalingPolicy with PredictiveScaling')
    : invalid(`Invalid policy type: ${type}`);

const CHECKS: Readonly<Record<string, (input: PutScalingPolicyType) => void>> = {
  SimpleScaling(input) {
    checkAdjustment(input);
    if (input.ScalingAdjustment === undefined)
      throw invalid('ScalingAdjustment must be specified for policy type SimpleScaling');
    if (input.StepAdjustments !== undefined)
      throw invalid('StepAdjustments is not supported for policy type SimpleScaling');
  },
  StepScaling(input) {
    checkAdjustment(input);
    if (!input.StepAdjustments?.length)
      throw invalid('At least one StepAdjustment must be specified for policy type StepScaling');
    if (input.ScalingAdjustment !== undefined || input.Cooldown !== undefined)
      throw invalid('ScalingAdjustment and Cooldown are not supported for policy type StepScaling');
  },
  TargetTrackingScaling({ TargetTrackingConfiguration: tracking, ...input }) {
    if (!tracking?.TargetValue)
      throw invalid('TargetTrackingConfiguration must be specified for policy type TargetTrackingScaling');
    if (input.AdjustmentType !== undefined)
      throw invalid('AdjustmentType is not supported for policy type TargetTrackingScaling');
    const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } = tracking;
    if ((predefined === undefined) === (customized === undefined))
      throw invalid(
        'Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified',
      );
    if (predefined?.PredefinedMetricType === 'ALBRequestCountPerTarget' && !predefined.ResourceLabel)
      throw invalid('Resource label must be specified for metric type: ALBRequestCountPerTarget');
  },
};

function checkAdjustment({ AdjustmentType }: PutScalingPolicyType): void {
  if (!AdjustmentType) throw invalid('AdjustmentType must be specified');
  if (!ADJUSTMENTS.includes(AdjustmentType)) throw invalid(`Invalid adjustment type: ${AdjustmentType}`);
}

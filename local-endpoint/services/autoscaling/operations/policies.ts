import type {
  DeletePolicyType,
  DescribeAdjustmentTypesAnswer,
  DescribePoliciesType,
  ExecutePolicyType,
  PoliciesType,
  PolicyARNType,
  PutScalingPolicyType,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { type Scope, scopeOf } from '../../../kit/scope';
import { wakeGroup } from '../engine/wake';
import { findChangeable } from '../exclusive';
import { invalid, required, typed } from '../input';
import type { GroupRecord } from '../model';
import { autoScalingPage } from '../paging';
import { executePolicy } from '../scaling/execute';
import type { PolicyRecord } from '../scaling/model';
import { policyOf } from '../scaling/policy';
import { createTrackingAlarms, deleteTrackingAlarms } from '../scaling/tracking-alarms';
import { type AutoScalingStore, findGroup } from '../store';

/** The quota of a group. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html */
const MAX_POLICIES = 50;

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html */
export const putScalingPolicy =
  (store: AutoScalingStore): Operation<PutScalingPolicyType, PolicyARNType> =>
  async (raw, context) => {
    const input = typed<PutScalingPolicyType>(raw);
    required(input, 'AutoScalingGroupName', 'PolicyName');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const before = group.policies.get(input.PolicyName ?? '');
    if (!before && group.policies.size >= MAX_POLICIES)
      throw new AwsError(
        'LimitExceeded',
        `You have reached the maximum of ${MAX_POLICIES} scaling policies.`,
      );
    const policy = policyOf(group, input, before);
    const Alarms = await createTrackingAlarms(store, group, policy);
    if (before) await deleteTrackingAlarms(store, group, [before]);
    group.policies.set(policy.PolicyName, { ...policy, Alarms });
    return { PolicyARN: policy.PolicyARN, Alarms };
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribePolicies.html */
export const describePolicies =
  (store: AutoScalingStore): Operation<DescribePoliciesType, PoliciesType> =>
  async (raw, context) => {
    const input = typed<DescribePoliciesType>(raw);
    const { AutoScalingGroupName: name, PolicyNames: names = [], PolicyTypes: types = [] } = input;
    const state = store.in(scopeOf(context));
    const groups = name === undefined ? [...state.groups.values()] : [findGroup(state, name)];
    const all = groups
      .flatMap(({ policies }) => [...policies.values()])
      .filter(
        ({ PolicyName, PolicyARN }) =>
          names.length === 0 || names.includes(PolicyName) || names.includes(PolicyARN),
      )
      .filter(({ PolicyType = '' }) => types.length === 0 || types.includes(PolicyType));
    const { items, next } = autoScalingPage(all, input);
    return { ScalingPolicies: items, NextToken: next };
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeletePolicy.html */
export const deletePolicy =
  (store: AutoScalingStore): Operation<DeletePolicyType> =>
  async (raw, context) => {
    const input = typed<DeletePolicyType>(raw);
    required(input, 'PolicyName');
    const { group, policy } = findPolicy(store, scopeOf(context), input);
    group.policies.delete(policy.PolicyName);
    await deleteTrackingAlarms(store, group, [policy]);
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ExecutePolicy.html */
export const executeScalingPolicy =
  (store: AutoScalingStore): Operation<ExecutePolicyType> =>
  async (raw, context) => {
    const input = typed<ExecutePolicyType>(raw);
    required(input, 'PolicyName');
    const { group, policy } = findPolicy(store, scopeOf(context), input);
    if (policy.PolicyType === 'TargetTrackingScaling')
      throw invalid('ExecutePolicy is not supported for policy type TargetTrackingScaling');
    const cools = group.cooldownUntil && group.cooldownUntil > store.now();
    if (input.HonorCooldown && cools)
      throw new AwsError(
        'ScalingActivityInProgress',
        `Scaling activity in progress: group ${group.name} is in its cooldown.`,
      );
    const { MetricValue, BreachThreshold } = input;
    if (policy.PolicyType === 'StepScaling' && (MetricValue === undefined || BreachThreshold === undefined))
      throw invalid('MetricValue and BreachThreshold must be specified for policy type StepScaling');
    const breach = (MetricValue ?? 0) - (BreachThreshold ?? 0);
    const why = `a user request executed policy ${policy.PolicyName}`;
    executePolicy(store, group, policy, { why, breach });
    void wakeGroup(store, group);
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAdjustmentTypes.html */
export const describeAdjustmentTypes: Operation<object, DescribeAdjustmentTypesAnswer> = async () => ({
  AdjustmentTypes: ['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity'].map((AdjustmentType) => ({
    AdjustmentType,
  })),
});

/** By its ARN, or by its name and its group's. */
function findPolicy(
  store: AutoScalingStore,
  scope: Scope,
  { AutoScalingGroupName, PolicyName = '' }: DeletePolicyType,
): { group: GroupRecord; policy: PolicyRecord } {
  const state = store.in(scope);
  const groups = AutoScalingGroupName ? [findGroup(state, AutoScalingGroupName)] : [...state.groups.values()];
  for (const group of groups)
    for (const policy of group.policies.values())
      if (policy.PolicyARN === PolicyName || (AutoScalingGroupName && policy.PolicyName === PolicyName))
        return { group, policy };
  throw invalid(`No policy found with name: ${PolicyName}`);
}

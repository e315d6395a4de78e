import type { StepAdjustment } from '@aws-sdk/client-auto-scaling';
import { setDesired } from '../engine/resize';
import { later } from '../engine/timing';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import type { PolicyRecord } from './model';

/** Why a policy is executed. */
export interface Trigger {
  /** Continues "At TIME". */
  readonly why: string;
  /** How far the metric is above the threshold, for step scaling. @default 0 */
  readonly breach?: number;
  /** For target tracking: whether the alarm is that of a metric below its target. @default false */
  readonly below?: boolean;
}

/**
 * Executes a policy. Target tracking changes the capacity by one: how far the metric is from its target is not known,
 * because metrics are not evaluated.
 */
export function executePolicy(
  store: AutoScalingStore,
  group: GroupRecord,
  policy: PolicyRecord,
  { why, breach = 0, below = false }: Trigger,
): void {
  const { MinSize, MaxSize, DefaultCooldown } = group.settings;
  const wanted = policy.TargetTrackingConfiguration
    ? group.desired + (below ? -1 : 1)
    : adjusted(group.desired, policy, adjustmentOf(policy, breach));
  const desired = Math.min(Math.max(wanted, MinSize), MaxSize);
  if (desired === group.desired) return;
  if (policy.PolicyType === 'SimpleScaling')
    group.cooldownUntil = later(store.now(), (policy.Cooldown ?? DefaultCooldown) * 1000);
  setDesired(store, group, desired, why);
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html */
function adjusted(
  current: number,
  { AdjustmentType, MinAdjustmentMagnitude = 0 }: PolicyRecord,
  by: number,
): number {
  if (AdjustmentType === 'ExactCapacity') return by;
  if (AdjustmentType === 'ChangeInCapacity') return current + by;
  const change = (current * by) / 100;
  const whole = Math.abs(change) < 1 ? Math.sign(change) : Math.trunc(change);
  return current + Math.sign(change) * Math.max(Math.abs(whole), change === 0 ? 0 : MinAdjustmentMagnitude);
}

const adjustmentOf = ({ ScalingAdjustment, StepAdjustments = [] }: PolicyRecord, breach: number): number =>
  ScalingAdjustment ?? StepAdjustments.find((step) => contains(step, breach))?.ScalingAdjustment ?? 0;

/** The lower bound belongs to a step above the threshold, the upper bound to one below it. */
function contains(step: StepAdjustment, breach: number): boolean {
  const lower = step.MetricIntervalLowerBound ?? -Infinity;
  const upper = step.MetricIntervalUpperBound ?? Infinity;
  return breach >= 0 ? breach >= lower && breach < upper : breach > lower && breach <= upper;
}

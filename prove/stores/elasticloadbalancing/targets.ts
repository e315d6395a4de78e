import type { TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { TargetGroupRecord, TargetRecord } from './model';

/** Registers an instance with target groups, as Auto Scaling does. */
export function register(
  { loadBalancing, now }: SimulatedAccount,
  arns: readonly string[],
  instance: string,
  succeeds: boolean,
): void {
  for (const arn of arns) {
    const group = loadBalancing.targetGroups[arn];
    if (group) group.targets[instance] = { checkedSince: now, succeeds };
  }
}

/** Has the health checks of targets come to something else from now on: it is known after as many as the threshold has. */
export function setChecks(
  { loadBalancing, now }: SimulatedAccount,
  arn: string,
  instances: readonly string[],
  succeeds: boolean,
): void {
  const group = loadBalancing.targetGroups[arn];
  for (const id of instances) {
    const target = group?.targets[id];
    if (!group || !target || target.goneAt !== undefined || target.succeeds === succeeds) continue;
    const { State } = healthOf(group, target, now);
    const was = State === 'healthy' || State === 'unhealthy' ? State : undefined;
    group.targets[id] = { checkedSince: now, succeeds, ...(was && { was }) };
  }
}

/** Deregisters an instance. @returns when it has drained; now where nothing drains */
export function deregister(simulated: SimulatedAccount, arns: readonly string[], instance: string): number {
  const { loadBalancing, now } = simulated;
  let drained = now;
  for (const arn of arns) {
    const group = loadBalancing.targetGroups[arn];
    const target = group?.targets[instance];
    if (!group || !target) continue;
    target.goneAt ??= now + (isUsed(simulated, arn) ? delayOf(group) : 0);
    drained = Math.max(drained, target.goneAt);
  }
  return drained;
}

/** A target of a target group that no rule names is not in use, and does not drain. */
const isUsed = (simulated: SimulatedAccount, arn: string): boolean => forwardsTo(simulated, arn).length > 0;

/** The weight of a target group in all rules together. */
export const weightOf = (simulated: SimulatedAccount, arn: string): number =>
  forwardsTo(simulated, arn).reduce((sum, { Weight = 0 }) => sum + Weight, 0);

const forwardsTo = ({ loadBalancing: { rules } }: SimulatedAccount, arn: string) =>
  Object.values(rules)
    .flatMap(({ Actions = [] }) => Actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []))
    .filter(({ TargetGroupArn }) => TargetGroupArn === arn);

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
const delayOf = ({ attributes }: TargetGroupRecord): number =>
  Number(attributes['deregistration_delay.timeout_seconds'] ?? 300) * 1000;

/**
 * What a load balancer has found of a target so far: it is healthy, or not, after as many checks as the threshold has.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function healthOf(group: TargetGroupRecord, target: TargetRecord, now: number): TargetHealth {
  if (target.goneAt !== undefined)
    return {
      State: 'draining',
      Reason: 'Target.DeregistrationInProgress',
      Description: 'Target deregistration is in progress',
    };
  const isKnown = now >= knownAt(group, target);
  if (!isKnown && target.was === undefined)
    return {
      State: 'initial',
      Reason: 'Elb.InitialHealthChecking',
      Description: 'Initial health checks in progress',
    };
  if (isKnown ? target.succeeds : target.was === 'healthy') return { State: 'healthy' };
  return {
    State: 'unhealthy',
    Reason: 'Target.FailedHealthChecks',
    Description: 'Health checks failed',
  };
}

/** Whether an instance is an unhealthy target of one of some target groups. */
export const isUnhealthy = (
  simulated: SimulatedAccount,
  arns: readonly string[],
  instance: string,
): boolean => arns.some((arn) => stateOf(simulated, arn, instance) === 'unhealthy');

/** Whether an instance is a healthy target of all of some target groups that are there. */
export const isHealthy = (simulated: SimulatedAccount, arns: readonly string[], instance: string): boolean =>
  arns
    .filter((arn) => simulated.loadBalancing.targetGroups[arn])
    .every((arn) => stateOf(simulated, arn, instance) === 'healthy');

function stateOf({ loadBalancing, now }: SimulatedAccount, arn: string, instance: string) {
  const group = loadBalancing.targetGroups[arn];
  const target = group?.targets[instance];
  return group && target && healthOf(group, target, now).State;
}

/** When the load balancer knows whether a target is healthy. */
export function knownAt({ described }: TargetGroupRecord, { checkedSince, succeeds }: TargetRecord): number {
  const { HealthCheckIntervalSeconds: interval = 30 } = described;
  const checks = succeeds ? described.HealthyThresholdCount : described.UnhealthyThresholdCount;
  return checkedSince + interval * (checks ?? 2) * 1000;
}

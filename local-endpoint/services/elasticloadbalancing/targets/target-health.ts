import type { TargetGroup, TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { UsingLoadBalancer } from '../usage';
import { checkedHealth } from './checked-health';
import type { TargetInstance } from './instances';
import type { Target } from './target';

/** What the health of a target follows from. */
export interface HealthFacts {
  readonly group: TargetGroup;
  readonly now: Date;
  /** The load balancers that use the target group. */
  readonly loadBalancers: readonly UsingLoadBalancer[];
  /** Since when they have. */
  readonly usedSince?: Date;
  /** The instance of a target of type `instance`. */
  readonly instance?: TargetInstance;
}

/** Those of type `ip` and `lambda` are ready when they are registered: ECS starts tasks before it registers them. */
export function targetHealth(target: Target, facts: HealthFacts): TargetHealth {
  const { group, now, loadBalancers, usedSince = now, instance } = facts;
  if (target.goneAt)
    return {
      State: 'draining',
      Reason: 'Target.DeregistrationInProgress',
      Description: 'Target deregistration is in progress',
    };
  if (instance && instance.state !== 'running')
    return {
      State: 'unused',
      Reason: 'Target.InvalidState',
      Description: `Target is in the ${instance.state} state`,
    };
  if (loadBalancers.length === 0)
    return notInUse('Target group is not configured to receive traffic from the load balancer');
  if (instance && !loadBalancers.some(({ zones }) => includesZone(zones, instance.availabilityZone)))
    return notInUse('Target is in an Availability Zone that is not enabled for the load balancer');
  if (!instance) return checkedHealth({ succeeds: true }, group, Infinity);
  const since = Math.max(usedSince.getTime(), (target.checkedSince ?? now).getTime());
  return checkedHealth(instance.health, group, now.getTime() - since);
}

/** The answer for a target that is not in the target group. */
export const NOT_REGISTERED: TargetHealth = {
  State: 'unused',
  Reason: 'Target.NotRegistered',
  Description: 'Target is not registered to the target group',
};

const notInUse = (Description: string): TargetHealth => ({
  State: 'unused',
  Reason: 'Target.NotInUse',
  Description,
});

const includesZone = (zones: readonly string[], zone: string | undefined): boolean =>
  zone === undefined || zones.length === 0 || zones.includes(zone);

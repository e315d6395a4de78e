import type { TargetDescription, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Scope } from '../../../kit/scope';
import type { LoadBalancingStore } from '../store';
import type { Target } from './target';

/** The targets of a target group, registered and draining. */
export function targetsOf(
  store: LoadBalancingStore,
  scope: Scope,
  { TargetGroupArn = '' }: TargetGroup,
): Map<string, Target> {
  const all = store.in(scope).targets;
  const targets = all.get(TargetGroupArn) ?? new Map<string, Target>();
  all.set(TargetGroupArn, targets);
  return targets;
}

/** A target as a caller gives it; its port is the target group's where it has none. */
export const targetOf = (
  { Id = '', Port, AvailabilityZone }: TargetDescription,
  group: TargetGroup,
): Target => ({
  id: Id,
  port: group.TargetType === 'lambda' ? undefined : Number(Port ?? group.Port),
  availabilityZone: AvailabilityZone,
});

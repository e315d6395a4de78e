import type {
  DescribeTargetHealthInput,
  TargetGroup,
  TargetHealth,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../../kit/operation';
import { type Scope, scopeOf } from '../../../kit/scope';
import type { LoadBalancingStore } from '../store';
import { findTargetGroup } from '../targets/find-target-group';
import { readInstances, type TargetInstance } from '../targets/instances';
import { type Target, targetKey } from '../targets/target';
import { NOT_REGISTERED, targetHealth } from '../targets/target-health';
import { targetOf, targetsOf } from './register-targets';

/** A terminated instance is deregistered after that long. */
const MAX_TERMINATED_MILLISECONDS = 300_000;

/**
 * Anomaly detection, which `Include` asks for, is not part of the answer.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html
 */
export const describeTargetHealth =
  (store: LoadBalancingStore): Operation<DescribeTargetHealthInput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const group = await findTargetGroup(store, scope, input.TargetGroupArn);
    const { usage } = store.in(scope);
    await usage.load();
    const targets = targetsOf(store, scope, group);
    const instances = await instancesOf(store, scope, group, targets);
    const now = store.context.clock.now();
    removeGone(targets, group, instances, now);
    const arn = group.TargetGroupArn ?? '';
    const shared = { group, now, loadBalancers: usage.loadBalancersOf(arn), usedSince: usage.usedSince(arn) };
    const healthOf = (target: Target) =>
      targetHealth(target, { ...shared, instance: instances.get(target.id) });
    const asked = (input.Targets ?? []).map((description) => targetOf(description, group));
    const described = asked.length === 0 ? [...targets.values()] : asked;
    return {
      TargetHealthDescriptions: described.map((target) => {
        const known = targets.get(targetKey(target));
        return descriptionOf(known ?? target, group, known ? healthOf(known) : NOT_REGISTERED);
      }),
    };
  };

async function instancesOf(
  store: LoadBalancingStore,
  scope: Scope,
  { TargetType }: TargetGroup,
  targets: ReadonlyMap<string, Target>,
): Promise<Map<string, TargetInstance>> {
  const ids = [...targets.values()].map(({ id }) => id);
  return TargetType === 'instance' && ids.length > 0 ? readInstances(store, scope, ids) : new Map();
}

/** Removes targets that have drained or whose instance is gone, and notes which instances have stopped. */
function removeGone(
  targets: Map<string, Target>,
  { TargetType }: TargetGroup,
  instances: ReadonlyMap<string, TargetInstance>,
  now: Date,
): void {
  for (const [key, target] of targets) {
    if (target.goneAt && target.goneAt <= now) targets.delete(key);
    if (TargetType !== 'instance') continue;
    const state = instances.get(target.id)?.state;
    target.checkedSince = state === 'running' ? (target.checkedSince ?? now) : undefined;
    if (state === 'terminated') target.terminatedAt ??= now;
    const terminated = target.terminatedAt && now.getTime() - target.terminatedAt.getTime();
    if (state === undefined || (terminated ?? 0) >= MAX_TERMINATED_MILLISECONDS) targets.delete(key);
  }
}

function descriptionOf(
  { id, port, availabilityZone }: Target,
  { HealthCheckPort }: TargetGroup,
  TargetHealth: TargetHealth,
): TargetHealthDescription {
  const checked = HealthCheckPort === 'traffic-port' ? port?.toString() : HealthCheckPort;
  return {
    Target: { Id: id, Port: port, AvailabilityZone: availabilityZone },
    HealthCheckPort: checked,
    TargetHealth,
  };
}

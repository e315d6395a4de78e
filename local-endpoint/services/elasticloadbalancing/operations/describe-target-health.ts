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
import { targetOf, targetsOf } from '../targets/registered';
import { type Target, targetKey } from '../targets/target';
import { NOT_REGISTERED, targetHealth } from '../targets/target-health';

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
    const known = new Map(targets);
    const instances = await instancesOf(store, scope, group, known);
    const now = store.context.clock.now();
    for (const [key, target] of known) {
      if (!isGone(target, group, instances, now)) continue;
      known.delete(key);
      if (targets.get(key) === target) targets.delete(key); // else it was registered again meanwhile
    }
    const arn = group.TargetGroupArn ?? '';
    const shared = { group, now, loadBalancers: usage.loadBalancersOf(arn), usedSince: usage.usedSince(arn) };
    const asked = (input.Targets ?? []).map((description) => targetOf(description, group));
    const described = asked.length === 0 ? [...known.values()] : asked;
    return {
      TargetHealthDescriptions: described.map((target) => {
        const found = known.get(targetKey(target));
        return found
          ? descriptionOf(found, group, targetHealth(found, { ...shared, instance: instances.get(found.id) }))
          : descriptionOf(target, group, NOT_REGISTERED);
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

/** Whether a target has drained or its instance is gone; notes when its instance stops, starts or is terminated. */
function isGone(
  target: Target,
  { TargetType }: TargetGroup,
  instances: ReadonlyMap<string, TargetInstance>,
  now: Date,
): boolean {
  if (target.goneAt && target.goneAt <= now) return true;
  if (TargetType !== 'instance') return false;
  const state = instances.get(target.id)?.state;
  target.checkedSince = state === 'running' ? (target.checkedSince ?? now) : undefined;
  if (state === 'terminated') target.terminatedAt ??= now;
  const terminated = target.terminatedAt ? now.getTime() - target.terminatedAt.getTime() : 0;
  return state === undefined || terminated >= MAX_TERMINATED_MILLISECONDS;
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

import type { GroupRecord, GroupSubnet } from '../model';
import type { LaunchBatch } from './request';
import type { LaunchSource } from './source';

/** What a new instance is counted against. */
interface Counted {
  readonly subnet: string;
  readonly spot: boolean;
}

/**
 * Divides instances to launch into batches: each goes to the subnet that has fewest, and is bought as the group's
 * distribution asks for.
 * @param live the instances that the group keeps
 */
export function placeInstances(
  { subnets }: Pick<GroupRecord['settings'], 'subnets'>,
  source: LaunchSource,
  live: readonly Counted[],
  count: number,
): LaunchBatch[] {
  const all = [...live];
  const batches = new Map<string, LaunchBatch>();
  for (let placed = 0; placed < count; placed += 1) {
    const subnet = emptiest(subnets, all);
    if (!subnet) return [];
    const spot = isNextSpot(source, all);
    const key = `${subnet.id} ${spot}`;
    batches.set(key, { subnet, spot, count: (batches.get(key)?.count ?? 0) + 1 });
    all.push({ subnet: subnet.id, spot });
  }
  return [...batches.values()];
}

function emptiest(subnets: readonly GroupSubnet[], all: readonly Counted[]): GroupSubnet | undefined {
  const counts = new Map(subnets.map(({ id }) => [id, 0]));
  for (const { subnet } of all) counts.set(subnet, (counts.get(subnet) ?? 0) + 1);
  return subnets.reduce<GroupSubnet | undefined>(
    (best, next) => (best && (counts.get(best.id) ?? 0) <= (counts.get(next.id) ?? 0) ? best : next),
    undefined,
  );
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html */
function isNextSpot({ mixed }: LaunchSource, all: readonly Counted[]): boolean {
  if (!mixed) return false;
  const { OnDemandBaseCapacity = 0, OnDemandPercentageAboveBaseCapacity = 100 } =
    mixed.InstancesDistribution ?? {};
  const onDemand = all.filter(({ spot }) => !spot).length;
  const above = Math.max(all.length + 1 - OnDemandBaseCapacity, 0);
  const wanted =
    Math.min(OnDemandBaseCapacity, all.length + 1) +
    Math.ceil((above * OnDemandPercentageAboveBaseCapacity) / 100);
  return onDemand >= wanted;
}

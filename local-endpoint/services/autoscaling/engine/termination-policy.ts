import type { GroupInstance, GroupRecord } from '../model';

/**
 * Chooses the instances that a scale-in terminates: never those that are protected, unhealthy ones first, then, one after
 * another, from the zone that has most, by the group's termination policies.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
 */
export function chooseToTerminate(
  group: Pick<GroupRecord, 'settings' | 'launch'>,
  live: readonly GroupInstance[],
  count: number,
): GroupInstance[] {
  const kept = [...live];
  const chosen: GroupInstance[] = [];
  const zones = countBy(kept, ({ zone }) => zone);
  const candidates = kept.filter((instance) => !instance.protected).sort(byPolicies(group));
  while (chosen.length < count && candidates.length > 0) {
    const most = Math.max(...candidates.map(({ zone }) => zones.get(zone) ?? 0));
    const index = candidates.findIndex(
      ({ health, zone }) => health === 'Unhealthy' || zones.get(zone) === most,
    );
    const [next] = candidates.splice(Math.max(index, 0), 1);
    if (!next) break;
    chosen.push(next);
    zones.set(next.zone, (zones.get(next.zone) ?? 1) - 1);
  }
  return chosen;
}

type Compare = (one: GroupInstance, other: GroupInstance) => number;

const oldest: Compare = (one, other) => one.launchedAt.getTime() - other.launchedAt.getTime();

/** Of another launch template than the group's, then of the lowest version. */
const oldestTemplate =
  (templateId: string): Compare =>
  (one, other) =>
    Number(one.template?.LaunchTemplateId === templateId) -
      Number(other.template?.LaunchTemplateId === templateId) || versionOf(one) - versionOf(other);

const versionOf = ({ template }: GroupInstance): number => Number(template?.Version ?? 0);

/** AWS chooses the one next to its billing hour last of all; instances are billed by the second now, so it is the oldest. */
function byPolicies({ settings, launch }: Pick<GroupRecord, 'settings' | 'launch'>): Compare {
  const byTemplate = oldestTemplate(launch.template.LaunchTemplateId);
  const compares: Readonly<Record<string, readonly Compare[]>> = {
    Default: [byTemplate, oldest],
    OldestInstance: [oldest],
    NewestInstance: [(one, other) => oldest(other, one)],
    OldestLaunchTemplate: [byTemplate],
    OldestLaunchConfiguration: [],
    ClosestToNextInstanceHour: [oldest],
    AllocationStrategy: [byTemplate, oldest],
  };
  const order = [
    ((one, other) => one.health.localeCompare(other.health) * -1) satisfies Compare,
    ...settings.TerminationPolicies.flatMap((policy) => compares[policy] ?? []),
    oldest,
  ];
  return (one, other) => {
    for (const compare of order) {
      const result = compare(one, other);
      if (result !== 0) return result;
    }
    return 0;
  };
}

function countBy(instances: readonly GroupInstance[], key: (instance: GroupInstance) => string) {
  const counts = new Map<string, number>();
  for (const instance of instances) counts.set(key(instance), (counts.get(key(instance)) ?? 0) + 1);
  return counts;
}

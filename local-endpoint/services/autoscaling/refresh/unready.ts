import { attachedOf, targetHealth } from '../engine/attachments';
import { countsTargets } from '../engine/health';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import type { RefreshRecord } from './model';
import { isWarm } from './warm';

/**
 * Instances that the refresh has launched and that are warm, but that the load balancer has not found healthy, where its
 * health checks are the group's: the refresh waits for them, whatever the grace period, with the reason "insufficient data to
 * evaluate its health with Elastic Load Balancing".
 * https://repost.aws/questions/QU9RKhLxhnSRGeKNlRWkP_2A
 * @returns their ids
 */
export async function findUnready(
  store: AutoScalingStore,
  group: GroupRecord,
  refresh: RefreshRecord,
): Promise<ReadonlySet<string>> {
  const launched = group.instances.filter(
    (one) => !one.ending && one.launchedAt >= refresh.startedAt && isWarm(store, refresh, one),
  );
  if (launched.length === 0 || !countsTargets(group)) return new Set();
  const unready = new Set<string>();
  for (const attachment of attachedOf(group)) {
    const targets = await targetHealth(store, group, attachment);
    const healthy = new Set(
      targets.flatMap(({ Target, TargetHealth }) => (TargetHealth?.State === 'healthy' ? [Target?.Id] : [])),
    );
    for (const { id } of launched) if (!healthy.has(id)) unready.add(id);
  }
  return unready;
}

import { wakeGroup } from './engine/wake';
import type { AutoScalingStore } from './store';

/** States of an instance in which it serves no longer. */
const STOPPED = ['shutting-down', 'terminated', 'stopping', 'stopped'];

/**
 * Has a group know at once when EC2 reports that one of its instances does not run any more.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html
 */
export function observeInstances(store: AutoScalingStore): void {
  store.context.bus.subscribe(({ source, account, region, 'detail-type': type, detail }) => {
    if (source !== 'aws.ec2' || type !== 'EC2 Instance State-change Notification') return;
    const id = String(detail['instance-id']);
    if (!STOPPED.includes(String(detail.state))) return;
    for (const group of store.in({ account, region }).groups.values()) {
      if (!group.instances.some((instance) => instance.id === id && !instance.ending)) continue;
      group.stopped.add(id);
      void wakeGroup(store, group);
    }
  });
}

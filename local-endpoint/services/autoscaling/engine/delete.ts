import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { deleteTrackingAlarms } from '../scaling/tracking-alarms';
import { beginTermination } from './begin-termination';

/** Ends a group that is being deleted when its last instance is gone. */
export async function deleteWhenEmpty(
  store: AutoScalingStore,
  group: GroupRecord,
): Promise<Date | undefined> {
  if (!group.deleteAt) return undefined;
  const left = group.instances.filter(({ ending }) => !ending);
  beginTermination(
    store,
    group,
    left,
    'an instance was taken out of service in response to a user request to delete the group',
    { withoutHooks: true },
  );
  if (left.length > 0) return store.now();
  if (group.instances.length > 0) return undefined;
  if (group.deleteAt > store.now()) return group.deleteAt;
  await deleteTrackingAlarms(store, group, group.policies.values());
  const state = store.in(group);
  state.groups.delete(group.name);
  state.pastActivities.unshift(...group.activities);
  group.gone.abort();
  return undefined;
}

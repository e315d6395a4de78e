import type { GroupInstance, GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { activeRefresh } from '../refresh/active';
import { addActivity, causeOf } from './activities';
import { beginTermination, liveOf } from './begin-termination';
import { launchInstances } from './launch';
import { chooseToTerminate } from './termination-policy';

/** Launches and terminates instances until the group has as many as it shall have. */
export async function fitToSize(store: AutoScalingStore, group: GroupRecord): Promise<Date | undefined> {
  const live = liveOf(group);
  const refresh = activeRefresh(group);
  const missing = group.desired + (refresh?.surplus ?? 0) - live.length;
  if (missing > 0) return group.deleteAt ? undefined : launchMissing(store, group, live, missing);
  group.replacing = 0;
  if (missing === 0) group.cause = ''; // what is replaced from now on has causes of its own
  if (missing < 0) return scaleIn(store, group, live, -missing);
  return undefined;
}

async function launchMissing(
  store: AutoScalingStore,
  group: GroupRecord,
  live: readonly GroupInstance[],
  missing: number,
): Promise<Date | undefined> {
  if (group.suspended.has('Launch')) return undefined;
  if (group.backoff && group.backoff.until > store.now()) return group.backoff.until;
  return launchInstances(store, group, live, missing);
}

async function scaleIn(
  store: AutoScalingStore,
  group: GroupRecord,
  live: readonly GroupInstance[],
  excess: number,
): Promise<Date | undefined> {
  if (group.suspended.has('Terminate')) return undefined;
  const chosen = chooseToTerminate(group, live, excess);
  if (chosen.length === 0) {
    reportProtected(store, group);
    return undefined;
  }
  const from = live.length;
  const to = from - chosen.length;
  beginTermination(
    store,
    group,
    chosen,
    `an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${from} to ${to}`,
    { also: ({ id }) => `instance ${id} was selected for termination` },
  );
  return store.now(); // their termination begins in this step
}

const PROTECTED =
  'Could not scale to desired capacity because all remaining instances are protected from scale-in.';

/** Once for each change of the desired capacity. */
function reportProtected(store: AutoScalingStore, group: GroupRecord): void {
  const last = group.activities.find(({ status }) => status === 'Cancelled');
  if (last?.statusMessage === PROTECTED && last.cause.startsWith(group.cause)) return;
  addActivity(store, group, {
    description: PROTECTED,
    statusMessage: PROTECTED,
    cause: causeOf(store, group, 'group reached equilibrium'),
    status: 'Cancelled',
    progress: 100,
    endedAt: store.now(),
  });
}

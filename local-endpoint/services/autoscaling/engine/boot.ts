import type { GroupInstance, GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { endActivity } from './activities';
import { registerInstances } from './attachments';
import { beginTermination } from './begin-termination';
import { beginWaits, hooksOf } from './hooks';
import { emitInstanceEvent } from './events';
import { earliest } from './earliest';
import { statesOf } from './instance-states';
import { BOOT_RETRY_MILLISECONDS, later } from './timing';

/** Takes instances that have started into service, or has them wait for lifecycle actions first. */
export async function bootInstances(store: AutoScalingStore, group: GroupRecord): Promise<Date | undefined> {
  const now = store.now();
  const booting = group.instances.filter(({ state }) => state === 'Pending');
  const started = await startedOf(
    store,
    group,
    booting.filter(({ due }) => due && due <= now),
  );
  const hooks = hooksOf(group, 'autoscaling:EC2_INSTANCE_LAUNCHING');
  for (const instance of started) {
    instance.due = undefined;
    if (hooks.length === 0) instance.state = 'Pending:Proceed';
    else beginWaits(store, group, instance, hooks);
  }
  await takeIntoService(store, group);
  return earliest(group.instances.filter(({ state }) => state === 'Pending').map(({ due }) => due));
}

/** Registers those that may proceed with the group's target groups. */
async function takeIntoService(store: AutoScalingStore, group: GroupRecord): Promise<void> {
  const ready = group.instances.filter(({ state }) => state === 'Pending:Proceed');
  if (ready.length === 0) return;
  await registerInstances(store, group, ready);
  for (const instance of ready) {
    instance.state = 'InService';
    instance.inServiceAt = store.now();
    endActivity(store, instance, 'Successful');
    emitInstanceEvent(store, group, 'Launch Successful', instance.activity, instance);
  }
}

/** Those that EC2 has started; those that have ended again leave the group with a failed activity. */
async function startedOf(
  store: AutoScalingStore,
  group: GroupRecord,
  due: readonly GroupInstance[],
): Promise<GroupInstance[]> {
  if (due.length === 0) return [];
  const states = await statesOf(
    store,
    group,
    due.map(({ id }) => id),
  );
  const started: GroupInstance[] = [];
  for (const instance of due) {
    const state = states.get(instance.id);
    if (state === 'running') started.push(instance);
    else if (state === 'pending') instance.due = later(store.now(), BOOT_RETRY_MILLISECONDS);
    else failToStart(store, group, instance, state);
  }
  return started;
}

function failToStart(
  store: AutoScalingStore,
  group: GroupRecord,
  instance: GroupInstance,
  state = 'not found',
): void {
  const message = `Instance became unhealthy while waiting for instance to be in InService state. Termination Reason: ${state}`;
  endActivity(store, instance, 'Failed', message);
  emitInstanceEvent(store, group, 'Launch Unsuccessful', instance.activity, instance);
  const why = 'an instance was taken out of service in response to a launch failure';
  beginTermination(store, group, [instance], why, { withoutHooks: true });
}

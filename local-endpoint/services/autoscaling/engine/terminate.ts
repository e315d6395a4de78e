import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { isError } from '../../../kit/resources/errors';
import { ec2Of } from '../clients';
import type { GroupInstance, GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { endActivity } from './activities';
import { deregisterInstances } from './attachments';
import { earliest } from './earliest';
import { emitInstanceEvent } from './events';
import { beginWaits, hooksOf } from './hooks';
import { statesOf } from './instance-states';
import { later, SHUT_DOWN_MILLISECONDS } from './timing';

/**
 * Brings terminations forward: deregister, drain, wait for lifecycle actions, terminate. Deregistering comes before the
 * hooks, as AWS documents it.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html
 */
export async function terminateInstances(
  store: AutoScalingStore,
  group: GroupRecord,
): Promise<Date | undefined> {
  await beginDraining(store, group);
  endDraining(store, group);
  await terminate(store, group);
  forgetTerminated(store, group);
  return earliest(group.instances.filter(({ ending }) => ending).map(({ due }) => due));
}

async function beginDraining(store: AutoScalingStore, group: GroupRecord): Promise<void> {
  const leaving = inPhase(group, 'deregister');
  if (leaving.length === 0) return;
  const registered = leaving.filter(({ inServiceAt }) => inServiceAt);
  const drained = await deregisterInstances(store, group, registered);
  for (const instance of leaving) {
    const until = instance.withoutHooks ? undefined : drained.get(instance.id);
    instance.ending = 'drain';
    instance.due = until ?? store.now();
    if (!until) continue;
    instance.activity.status = 'WaitingForELBConnectionDraining';
    instance.activity.progress = 30;
  }
}

function endDraining(store: AutoScalingStore, group: GroupRecord): void {
  const hooks = hooksOf(group, 'autoscaling:EC2_INSTANCE_TERMINATING');
  for (const instance of dueIn(store, group, 'drain')) {
    instance.due = undefined;
    instance.activity.status = 'InProgress';
    instance.ending = 'terminate';
    if (hooks.length === 0 || instance.withoutHooks) continue;
    instance.ending = 'hooks';
    beginWaits(store, group, instance, hooks);
  }
}

async function terminate(store: AutoScalingStore, group: GroupRecord): Promise<void> {
  const ending = inPhase(group, 'terminate');
  if (ending.length === 0) return;
  await terminateOnEc2(
    store,
    group,
    ending.map(({ id }) => id),
  );
  for (const instance of ending) {
    instance.ending = 'shut-down';
    instance.activity.progress = 80;
    instance.due = later(store.now(), SHUT_DOWN_MILLISECONDS);
  }
}

/** One that EC2 has forgotten already makes EC2 refuse the whole call: then only those that it knows are terminated. */
async function terminateOnEc2(
  store: AutoScalingStore,
  group: GroupRecord,
  InstanceIds: readonly string[],
): Promise<void> {
  const ec2 = ec2Of(store, group);
  try {
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [...InstanceIds] }));
  } catch (error) {
    if (!isError(error, 'InvalidInstanceID.NotFound')) throw error;
    const known = [...(await statesOf(store, group, InstanceIds)).keys()];
    if (known.length > 0) await ec2.send(new TerminateInstancesCommand({ InstanceIds: known }));
  }
}

function forgetTerminated(store: AutoScalingStore, group: GroupRecord): void {
  const terminated = dueIn(store, group, 'shut-down');
  if (terminated.length === 0) return;
  group.instances = group.instances.filter((instance) => !terminated.includes(instance));
  for (const instance of terminated) {
    instance.state = 'Terminated';
    endActivity(store, instance, 'Successful');
    emitInstanceEvent(store, group, 'Terminate Successful', instance.activity, instance);
  }
}

const inPhase = ({ instances }: GroupRecord, phase: GroupInstance['ending']): GroupInstance[] =>
  instances.filter(({ ending }) => ending === phase);

const dueIn = (
  store: AutoScalingStore,
  group: GroupRecord,
  phase: GroupInstance['ending'],
): GroupInstance[] => inPhase(group, phase).filter(({ due }) => due && due <= store.now());

import type { LifecycleHook } from '@aws-sdk/client-auto-scaling';
import type { GroupInstance, GroupRecord, HookWait } from '../model';
import { notifyHookTarget } from '../notify/hook-target';
import type { AutoScalingStore } from '../store';
import { earliest } from './earliest';
import { emitInstanceEvent, emitLifecycleAction, newToken } from './events';
import { endActivity } from './activities';
import { beginTermination } from './begin-termination';
import { later } from './timing';

/** Seconds. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LifecycleHook.html */
export const DEFAULT_HEARTBEAT_TIMEOUT = 3600;
const MAX_GLOBAL_TIMEOUT = 172_800;

/** Until when an action may be prolonged, in seconds: 100 times the heartbeat's timeout, 48 hours at most. */
export const globalTimeout = (heartbeat: number): number => Math.min(heartbeat * 100, MAX_GLOBAL_TIMEOUT);

/** The hooks of a transition. */
export const hooksOf = ({ hooks }: GroupRecord, transition: string): LifecycleHook[] =>
  [...hooks.values()].filter(({ LifecycleTransition }) => LifecycleTransition === transition);

/** Has an instance wait for the actions of all hooks at once, and emits their events. */
export function beginWaits(
  store: AutoScalingStore,
  group: GroupRecord,
  instance: GroupInstance,
  hooks: readonly LifecycleHook[],
): void {
  instance.state = instance.ending ? 'Terminating:Wait' : 'Pending:Wait';
  instance.activity.status = 'MidLifecycleAction';
  instance.activity.progress = 60;
  instance.waits = hooks.map((hook) => newWait(store.now(), hook));
  for (const wait of instance.waits) {
    const detail = emitLifecycleAction(store, group, instance, wait);
    notifyHookTarget(store, group, wait.hook, detail);
  }
}

function newWait(now: Date, hook: LifecycleHook): HookWait {
  const { HeartbeatTimeout = DEFAULT_HEARTBEAT_TIMEOUT } = hook;
  return {
    hook,
    token: newToken(),
    startedAt: now,
    deadline: later(now, HeartbeatTimeout * 1000),
    globalDeadline: later(now, globalTimeout(HeartbeatTimeout) * 1000),
  };
}

/** Prolongs an action. @returns whether its hook's global timeout allows it */
export function prolong(store: AutoScalingStore, wait: HookWait): void {
  const { HeartbeatTimeout = DEFAULT_HEARTBEAT_TIMEOUT } = wait.hook;
  wait.deadline = later(store.now(), HeartbeatTimeout * 1000);
}

/**
 * Ends the waits whose actions are completed or timed out. An abandoned launch ends the instance; an abandoned
 * termination skips the other actions and goes on.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html
 */
export async function endWaits(store: AutoScalingStore, group: GroupRecord): Promise<Date | undefined> {
  const now = store.now();
  for (const instance of group.instances.filter(({ waits }) => waits.length > 0)) {
    for (const wait of instance.waits)
      if (!wait.result && endOf(wait) <= now)
        wait.result = wait.hook.DefaultResult === 'CONTINUE' ? 'CONTINUE' : 'ABANDON';
    const abandoned = instance.waits.some(({ result }) => result === 'ABANDON');
    if (!abandoned && instance.waits.some(({ result }) => !result)) continue;
    instance.waits = [];
    proceed(store, group, instance, abandoned);
  }
  return undefined;
}

/** When the next wait ends; waits begin in several parts of a step. */
export const endOfWaits = ({ instances }: GroupRecord): Date | undefined =>
  earliest(instances.flatMap(({ waits }) => waits.filter(({ result }) => !result).map(endOf)));

function proceed(
  store: AutoScalingStore,
  group: GroupRecord,
  instance: GroupInstance,
  abandoned: boolean,
): void {
  if (instance.ending) {
    instance.state = 'Terminating:Proceed';
    if (abandoned && isRetained(group)) {
      instance.state = 'Terminating:Retained';
      instance.activity.statusMessage =
        'Instance is retained because a termination lifecycle hook was abandoned.';
      return;
    }
    instance.ending = 'terminate';
    instance.activity.status = 'InProgress';
    return;
  }
  if (!abandoned) {
    instance.state = 'Pending:Proceed';
    return;
  }
  endActivity(store, instance, 'Cancelled', 'Launch was abandoned by a lifecycle hook.');
  emitInstanceEvent(store, group, 'Launch Unsuccessful', instance.activity, instance);
  beginTermination(
    store,
    group,
    [instance],
    'an instance was taken out of service in response to a launch failure',
    { withoutHooks: true },
  );
}

const isRetained = ({ settings }: GroupRecord): boolean =>
  settings.InstanceLifecyclePolicy?.RetentionTriggers?.TerminateHookAbandon === 'retain';

const endOf = ({ deadline, globalDeadline }: HookWait): Date =>
  deadline < globalDeadline ? deadline : globalDeadline;

import type { GroupInstance, GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { addActivity, causeOf, endActivity } from './activities';

/** How instances are terminated. */
export interface TerminationOptions {
  /** Whether they end without lifecycle actions and without draining. @default false */
  readonly withoutHooks?: boolean;
  /** What is added to the cause. @default - nothing */
  readonly also?: (instance: GroupInstance) => string;
}

/**
 * Begins to terminate instances: from now on they do not count, and the engine's next step deregisters them.
 * @param why continues "At TIME", for example `an instance was taken out of service in response to …`
 */
export function beginTermination(
  store: AutoScalingStore,
  group: GroupRecord,
  instances: readonly GroupInstance[],
  why: string,
  { withoutHooks = false, also }: TerminationOptions = {},
): void {
  for (const instance of instances) {
    const wasRegistered = instance.inServiceAt !== undefined;
    if (!instance.activity.endedAt) endActivity(store, instance, 'Cancelled');
    instance.state = 'Terminating';
    instance.due = undefined;
    instance.waits = [];
    instance.ending = wasRegistered || !withoutHooks ? 'deregister' : 'terminate';
    instance.withoutHooks = withoutHooks;
    instance.activity = addActivity(
      store,
      group,
      {
        description: `Terminating EC2 instance: ${instance.id}`,
        cause: causeOf(store, group, why, ...(also ? [also(instance)] : [])),
        status: 'InProgress',
      },
      { id: instance.subnet, zone: instance.zone },
    );
  }
}

/** The instances that count towards the desired capacity. */
export const liveOf = ({ instances }: GroupRecord): GroupInstance[] =>
  instances.filter(
    ({ ending, state }) =>
      !ending && state !== 'Standby' && state !== 'EnteringStandby' && state !== 'Detaching',
  );

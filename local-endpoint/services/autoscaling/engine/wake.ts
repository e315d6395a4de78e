import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { runStep } from './step';
import { ENGINE_RETRY_MILLISECONDS, later } from './timing';

/**
 * Runs the engine's next step for a group, after those that were asked for before. Whatever changes a group calls it;
 * afterwards the engine sleeps until the group's next due time.
 * @returns a promise that never rejects: errors are logged, and the step is repeated a little later
 */
export function wakeGroup(store: AutoScalingStore, group: GroupRecord): Promise<void> {
  const hasEnded = () => group.gone.signal.aborted || store.context.closing.aborted;
  group.lastStep = group.lastStep.then(async () => {
    if (hasEnded()) return;
    const due = await runStep(store, group).catch((error: Error) => {
      if (!hasEnded()) store.context.log(`autoscaling: group ${group.name}: ${error.message}`);
      return later(store.now(), ENGINE_RETRY_MILLISECONDS);
    });
    if (!hasEnded()) sleepUntil(store, group, due);
  });
  return group.lastStep;
}

function sleepUntil(store: AutoScalingStore, group: GroupRecord, due: Date | undefined): void {
  group.wake?.abort();
  group.wake = undefined;
  if (!due) return;
  const wake = new AbortController();
  group.wake = wake;
  const signal = AbortSignal.any([wake.signal, group.gone.signal, store.context.closing]);
  const milliseconds = Math.max(due.getTime() - store.now().getTime(), 1);
  void store.context.clock.sleep(milliseconds, signal).then(() => {
    if (!signal.aborted) void wakeGroup(store, group);
  });
}

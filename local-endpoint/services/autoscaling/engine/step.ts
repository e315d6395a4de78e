import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { runRefresh } from '../refresh/run';
import { runScheduled } from '../scaling/scheduled-action';
import { registerTargets } from './attachments';
import { bootInstances } from './boot';
import { endOfWaits, endWaits } from './hooks';
import { checkHealth, replaceUnhealthy } from './health';
import { fitToSize } from './scale';
import { terminateInstances } from './terminate';
import { deleteWhenEmpty } from './delete';

/** What a step does, in this order; each returns when it has something to do again. @default - nothing to wait for */
export type EnginePart = (store: AutoScalingStore, group: GroupRecord) => Promise<Date | undefined>;

const PARTS: readonly EnginePart[] = [
  runScheduled,
  endWaits,
  bootInstances,
  registerTargets,
  checkHealth,
  replaceUnhealthy,
  runRefresh,
  terminateInstances,
  fitToSize,
  deleteWhenEmpty,
  async (_store, group) => endOfWaits(group),
];

/** A change may make another part act, but not without end. */
const MAX_ROUNDS = 20;

/**
 * Brings a group forward as far as possible now. All that is due is done together, so that the calls of other services
 * do not grow with the number of instances.
 * @returns when something is due next @default - nothing is
 */
export async function runStep(store: AutoScalingStore, group: GroupRecord): Promise<Date | undefined> {
  for (let round = 0; ; round += 1) {
    let next: Date | undefined;
    for (const part of PARTS) {
      const due = await part(store, group);
      if (due && (!next || due < next)) next = due;
    }
    if (!next || next > store.now() || round >= MAX_ROUNDS) return next;
  }
}

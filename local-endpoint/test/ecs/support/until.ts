import { setImmediate as turn } from 'node:timers/promises';
import type { ManualClock } from '../../support/manual-clock';

/** Real time after which a condition is taken as never to come. */
const PATIENCE_MILLISECONDS = 20_000;

/**
 * Moves the clock on, step by step, until the condition holds.
 * @param condition asks over HTTP, so that what goes on meanwhile gets its turns before time moves on
 * @param step milliseconds of the clock's time @default - 10,000
 */
export async function until(
  clock: ManualClock,
  condition: () => Promise<boolean>,
  step = 10_000,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`never came: ${condition.toString()}`);
    clock.advance(step);
    await turn();
  }
}

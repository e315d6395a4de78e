import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { ManualClock } from './manual-clock';

/** Real time after which a test hangs: ten times what the slowest wait takes on an idle machine. */
export const MAX_WAIT_MILLISECONDS = 120_000;

/** Real time between two looks, where only real time brings what is waited for. */
const POLL_MILLISECONDS = 5;

/** What counts as there: everything but what an unanswered question returns. */
type Present<T> = Exclude<T, undefined | null | false | '' | void>;

/**
 * Waits in real time, for what goes on over HTTP or in a child process.
 * @param condition what is waited for; anything but undefined, null, false and '' ends the wait
 * @returns what the condition returned at last
 * @throws Error where it never comes
 */
export async function until<T>(condition: () => T | Promise<T>): Promise<Present<T>> {
  return poll(condition, () => pause(POLL_MILLISECONDS));
}

/**
 * Moves a clock on, step by step, until the condition holds.
 * @param condition asks over HTTP, so that what goes on meanwhile gets its turns before time moves on
 * @param step milliseconds of the clock's time @default - 10,000
 * @returns what the condition returned at last
 * @throws Error where it never comes
 */
export async function advanceUntil<T>(
  clock: ManualClock,
  condition: () => T | Promise<T>,
  step = 10_000,
): Promise<Present<T>> {
  return poll(condition, () => {
    clock.advance(step);
    return turn();
  });
}

async function poll<T>(
  condition: () => T | Promise<T>,
  between: () => Promise<unknown>,
): Promise<Present<T>> {
  const deadline = Date.now() + MAX_WAIT_MILLISECONDS;
  for (;;) {
    const found = await condition();
    if (isPresent(found)) return found;
    if (Date.now() > deadline)
      throw new Error(`Did not happen within ${MAX_WAIT_MILLISECONDS / 1000} s: ${condition.toString()}`);
    await between();
  }
}

const isPresent = <T>(found: T): found is Present<T> =>
  found !== undefined && found !== null && found !== false && found !== '';

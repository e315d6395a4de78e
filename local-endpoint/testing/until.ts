import { setTimeout as pause } from 'node:timers/promises';
import type { ManualClock } from './manual-clock';
import { watchTraffic } from './settle';

/** Real time after which a test hangs: ten times what the slowest wait takes on an idle machine. */
export const MAX_WAIT_MILLISECONDS = 120_000;

/** Real time between two questions, where only real time brings the answer: at first, and at most. */
const [POLL_MILLISECONDS, MAX_POLL_MILLISECONDS] = [5, 50];

/** What counts as there: everything but what an unanswered question returns. */
type Present<T> = Exclude<T, undefined | null | false | '' | void>;

/**
 * Waits in real time, for what goes on over HTTP or in a child process.
 * @param condition what is waited for; anything but undefined, null, false and '' ends the wait
 * @returns what the condition returned at last
 * @throws Error where it never comes
 */
export async function until<T>(condition: () => T | Promise<T>): Promise<Present<T>> {
  let milliseconds = POLL_MILLISECONDS;
  return poll(condition, () => {
    const paused = pause(milliseconds);
    milliseconds = Math.min(milliseconds * 1.5, MAX_POLL_MILLISECONDS);
    return paused;
  });
}

/**
 * Moves a clock on, step by step, until the condition holds. Before the next step, what the last one set going has made
 * its calls.
 * @param step milliseconds of the clock's time @default - 10,000
 * @returns what the condition returned at last
 * @throws Error where it never comes
 */
export async function advanceUntil<T>(
  clock: ManualClock,
  condition: () => T | Promise<T>,
  step = 10_000,
): Promise<Present<T>> {
  const traffic = watchTraffic();
  try {
    return await poll(condition, () => {
      clock.advance(step);
      return traffic.settle();
    });
  } finally {
    traffic.end();
  }
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

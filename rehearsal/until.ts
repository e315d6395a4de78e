import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@pipeline-factory/local-endpoint';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

/** Real time between two checks: short enough that a rehearsal at high speed misses no state. */
const CHECK_INTERVAL_MILLISECONDS = 60;

/** What every wait needs: a clock for its deadline, and a signal that ends it. */
export interface WaitContext {
  readonly clock: Clock;
  /** Aborts when the rehearsal is interrupted. */
  readonly closing: AbortSignal;
}

/** The error of a rehearsal that was interrupted. */
export function interruptedError(): ExpectedError {
  return new ExpectedError('The rehearsal was interrupted; it leaves nothing behind');
}

/**
 * Repeats a check until it returns something.
 * @param what is waited for, for the error message
 * @param minutes the deadline, on the rehearsal's clock
 * @param check returns undefined while there is nothing yet
 * @param interval milliseconds of real time between two checks
 * @throws Error after the deadline
 * @throws ExpectedError when the rehearsal is interrupted
 */
export async function until<T>(
  { clock, closing }: WaitContext,
  what: string,
  minutes: number,
  check: () => Promise<T | undefined>,
  interval = CHECK_INTERVAL_MILLISECONDS,
): Promise<T> {
  const deadline = clock.now().getTime() + minutes * 60_000;
  for (;;) {
    if (closing.aborted) throw interruptedError();
    const result = await check();
    if (result !== undefined) return result;
    if (clock.now().getTime() > deadline) throw new Error(`${what} did not happen within ${minutes} minutes`);
    await pause(interval);
  }
}

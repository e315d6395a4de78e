import type { VirtualClock } from '@pipeline-factory/local-endpoint';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

/** What every wait needs: a clock, and a signal that ends it. */
export interface WaitContext {
  readonly clock: VirtualClock;
  /** Aborts when the rehearsal is interrupted. */
  readonly closing: AbortSignal;
}

/** The error of a rehearsal that was interrupted. */
export function interruptedError(): ExpectedError {
  return new ExpectedError('The rehearsal was interrupted; it leaves nothing behind');
}

/**
 * Repeats a check, whenever something has happened, until it returns something.
 * @param what is waited for, for the error message
 * @param minutes the deadline, on the rehearsal's clock
 * @param check returns undefined while there is nothing yet
 * @throws Error after the deadline, or when nothing can ever happen any more
 * @throws ExpectedError when the rehearsal is interrupted
 */
export async function until<T>(
  { clock, closing }: WaitContext,
  what: string,
  minutes: number,
  check: () => Promise<T | undefined>,
): Promise<T> {
  try {
    return await clock.until(what, check, { minutes, signal: closing });
  } catch (error) {
    throw closing.aborted ? interruptedError() : error;
  }
}

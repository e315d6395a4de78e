import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@pipeline-factory/local-endpoint';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

/** Real time between two looks: often enough that a rehearsal at high speed misses no state. */
const LOOK_MILLISECONDS = 60;

/** What every wait of a rehearsal goes by. */
export interface Waiting {
  readonly clock: Clock;
  /** Aborts when the rehearsal is ended before its time: nobody waits any longer then. */
  readonly closing: AbortSignal;
}

/** What a rehearsal says that was ended before its time. */
export function endedEarly(): ExpectedError {
  return new ExpectedError('The rehearsal was ended before its time; nothing of it is left');
}

/**
 * Looks until there is something to see.
 * @param what for the error: what is being waited for
 * @param minutes how long to wait, on the rehearsal's clock
 * @throws Error that says what was waited for
 * @throws ExpectedError where the rehearsal is ended meanwhile
 */
export async function until<T>(
  { clock, closing }: Waiting,
  what: string,
  minutes: number,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = clock.now().getTime() + minutes * 60_000;
  for (;;) {
    if (closing.aborted) throw endedEarly();
    const seen = await look();
    if (seen !== undefined) return seen;
    if (clock.now().getTime() > deadline) throw new Error(`${what} did not happen within ${minutes} minutes`);
    await pause(LOOK_MILLISECONDS);
  }
}

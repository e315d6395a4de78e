import type { Clock } from '../clock';

/** Real time between two looks: often enough that a rehearsal at high speed misses no state. */
const LOOK_MILLISECONDS = 60;

/**
 * Looks until there is something to see.
 * @param what for the error: what is being waited for
 * @param minutes how long to wait, on the rehearsal's clock
 * @throws Error that says what was waited for
 */
export async function until<T>(
  clock: Clock,
  what: string,
  minutes: number,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = clock.now().getTime() + minutes * 60_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (clock.now().getTime() > deadline) throw new Error(`${what} did not happen within ${minutes} minutes`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
  }
}

import type { Check, Checks } from './checks';
import type { Deadline, Deadlines } from './deadlines';

/** A wait for something on a clock. */
export interface WaitOptions {
  /** Minutes of the clock after which the wait fails. @default - none */
  readonly minutes?: number;
  /** Ends the wait; it rejects with the signal's reason. @default - none */
  readonly signal?: AbortSignal;
}

/** What a wait needs of its clock. */
interface WaitedFor {
  readonly checks: Checks;
  readonly deadlines: Deadlines;
  /** Milliseconds since 1970, now. */
  readonly now: () => number;
  /** The driver waits. @returns ends that */
  readonly leave: () => () => void;
}

const MINUTE = 60_000;

/**
 * Makes a check once all is at rest, and whenever the clock's checks are made, until it returns something.
 * @param what is waited for, as a noun
 * @throws Error after so many minutes, or when nothing can ever happen any more
 */
export async function waitUntil<T>(
  clock: WaitedFor,
  what: string,
  check: () => Promise<T | undefined>,
  { minutes, signal }: WaitOptions,
): Promise<T> {
  signal?.throwIfAborted();
  const resume = clock.leave();
  return new Promise((resolve, reject) => {
    const end = () => {
      clock.checks.delete(waiting);
      if (late) clock.deadlines.delete(late);
      signal?.removeEventListener('abort', abort);
      resume();
    };
    const fail = (error: Error) => {
      end();
      reject(error);
    };
    const abort = () => fail(signal?.reason as Error);
    const make = async (): Promise<boolean> => {
      const result = await check();
      if (result === undefined) return false;
      end();
      resolve(result);
      return true;
    };
    const waiting: Check = { what, fail, make: () => make().catch((error: Error) => (fail(error), true)) };
    const late = minutes === undefined ? undefined : lateness(clock, what, minutes, fail);
    if (late) clock.deadlines.add(late);
    signal?.addEventListener('abort', abort, { once: true });
    clock.checks.add(waiting);
  });
}

function lateness({ now }: WaitedFor, what: string, minutes: number, fail: (error: Error) => void): Deadline {
  const wake = () => fail(new Error(`${what} did not happen within ${minutes} minutes`));
  return { time: now() + minutes * MINUTE, background: true, wake };
}

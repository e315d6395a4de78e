import type { Clock } from '../../../kit/clock';
import { manualClock } from '../../../testing/manual-clock';

/** A clock that stands still and says who begins to sleep. */
export interface NoticedClock extends Clock {
  advance(milliseconds: number): void;
  /** Waits until somebody begins to sleep; gives for how many milliseconds. */
  nextSleep(): Promise<number>;
}

/** A manual clock for code that goes to sleep behind a test's back. */
export function noticedClock(): NoticedClock {
  const clock = manualClock();
  const sleeps: number[] = [];
  const waiting: ((milliseconds: number) => void)[] = [];
  return {
    now: () => clock.now(),
    advance: (milliseconds) => clock.advance(milliseconds),
    sleep: (milliseconds, signal) => {
      const asleep = clock.sleep(milliseconds, signal);
      const waiter = waiting.shift();
      if (waiter) waiter(milliseconds);
      else sleeps.push(milliseconds);
      return asleep;
    },
    nextSleep: () => {
      const slept = sleeps.shift();
      return slept === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(slept);
    },
  };
}

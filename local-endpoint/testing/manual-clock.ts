import { type Clock, GOES_ON } from '../kit/clock';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves time on and wakes whoever slept until then, in the order of their waking. */
  advance(milliseconds: number): void;
  /** How many sleep. */
  readonly sleepers: number;
  /** Waits until code begins to sleep that no earlier call returned. @returns for how many milliseconds it sleeps */
  nextSleep(): Promise<number>;
}

/** @param start where it begins @default - 2026-01-01T00:00:00Z */
export function manualClock(start = new Date('2026-01-01T00:00:00Z')): ManualClock {
  let now = start.getTime();
  const sleeping = new Set<{ until: number; wake: () => void }>();
  const sleeps: number[] = [];
  const waiting: ((milliseconds: number) => void)[] = [];
  const record = (milliseconds: number) => {
    const waiter = waiting.shift();
    if (waiter) waiter(milliseconds);
    else sleeps.push(milliseconds);
  };
  return {
    ...GOES_ON,
    now: () => new Date(now),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted || milliseconds <= 0) return resolve();
        const wake = () => {
          sleeping.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { until: now + milliseconds, wake };
        sleeping.add(sleeper);
        signal?.addEventListener('abort', wake);
        record(milliseconds);
      }),
    advance: (milliseconds) => {
      now += milliseconds;
      const due = [...sleeping].filter(({ until }) => until <= now).sort((a, b) => a.until - b.until);
      for (const { wake } of due) wake();
    },
    nextSleep: () => {
      const slept = sleeps.shift();
      return slept === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(slept);
    },
    get sleepers() {
      return sleeping.size;
    },
  };
}

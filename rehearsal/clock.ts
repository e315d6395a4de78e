/** The only source of time in the endpoint, so that a rehearsal can hurry and a test can stand still. */
export interface Clock {
  /** The local endpoint's idea of now. */
  now(): Date;
  /** Resolves after so many milliseconds of the clock's own time, or at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/**
 * A clock that runs `speed` times as fast as the machine's.
 * @param speed 1 is real time, 60 makes a minute of waiting take a second
 */
export function scaledClock(speed: number): Clock {
  const started = Date.now();
  return {
    now: () => new Date(started + (Date.now() - started) * speed),
    sleep: (milliseconds, signal) => wait(milliseconds / speed, signal),
  };
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}

/** Builds that run at once in one account and region; those beyond wait in the queue, first come first served. */
const MAX_CONCURRENT_BUILDS = 20;

/** The queue of one account and region. */
export interface BuildQueue {
  /**
   * Resolves when the build may run.
   * @param signal takes the build out of the queue
   * @returns lets the next build run
   */
  enter(signal: AbortSignal): Promise<() => void>;
}

/** An empty queue. */
export function createBuildQueue(maxConcurrent = MAX_CONCURRENT_BUILDS): BuildQueue {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async enter(signal) {
      signal.throwIfAborted();
      if (running < maxConcurrent) running += 1;
      else await wait(signal);
      let left = false;
      return () => {
        if (!left) runNext();
        left = true;
      };
    },
  };

  function wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        const index = waiting.indexOf(start);
        if (index >= 0) waiting.splice(index, 1);
        reject(signal.reason as Error);
      };
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      waiting.push(start);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  function runNext(): void {
    const start = waiting.shift();
    if (start)
      start(); // one ends and one starts
    else running -= 1;
  }
}

/** How many builds run at once in one account and region; those beyond wait in the queue, first come first. */
const BUILDS_AT_ONCE = 20;

/** The queue of one account and region. */
export interface Turns {
  /**
   * Resolves when the build may run.
   * @param signal gives up the place in the queue
   * @returns what ends the turn
   */
  take(signal: AbortSignal): Promise<() => void>;
}

/** An empty queue. */
export function createTurns(atOnce = BUILDS_AT_ONCE): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  const give = () => {
    const next = waiting.shift();
    if (next)
      next(); // takes the place over
    else running -= 1;
  };
  return {
    async take(signal) {
      signal.throwIfAborted();
      if (running < atOnce) running += 1;
      else await place(signal);
      let given = false;
      return () => {
        if (!given) give();
        given = true;
      };
    },
  };

  function place(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        const index = waiting.indexOf(enter);
        if (index >= 0) waiting.splice(index, 1);
        reject(signal.reason as Error);
      };
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}

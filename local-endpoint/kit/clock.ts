/** The only source of time in the endpoint, so that a rehearsal can hurry and a test can stand still. */
export interface Clock {
  /** The local endpoint's idea of now. */
  now(): Date;
  /** Resolves after so many milliseconds of the clock's own time, or at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A clock whose pace can be changed while others wait on it. */
export interface PacedClock extends Clock {
  /** How much faster than the machine's clock it goes, from now on; what is being waited for comes sooner or later with it. */
  pace(speed: number): void;
}

/**
 * A clock that runs `speed` times as fast as the machine's.
 * @param speed 1 is real time, 60 makes a minute of waiting take a second
 */
export function scaledClock(speed: number): PacedClock {
  return new ScaledClock(speed);
}

/** Longest delay of a timer; a longer one would fire at once. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1;

class ScaledClock implements PacedClock {
  private realAnchor = Date.now();
  private anchor = this.realAnchor;
  private readonly sleepers = new Set<() => void>();

  constructor(private speed: number) {}

  now(): Date {
    return new Date(this.time());
  }

  pace(speed: number): void {
    this.anchor = this.time();
    this.realAnchor = Date.now();
    this.speed = speed;
    for (const rearm of this.sleepers) rearm();
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const deadline = this.time() + milliseconds;
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const done = () => {
        clearTimeout(timer);
        this.sleepers.delete(arm);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const arm = () => {
        clearTimeout(timer);
        const left = (deadline - this.time()) / this.speed;
        timer = setTimeout(
          left > LONGEST_TIMER_MILLISECONDS ? arm : done,
          Math.min(Math.max(left, 0), LONGEST_TIMER_MILLISECONDS),
        );
      };
      if (signal?.aborted) return resolve();
      signal?.addEventListener('abort', done);
      this.sleepers.add(arm);
      arm();
    });
  }

  private time(): number {
    return this.anchor + (Date.now() - this.realAnchor) * this.speed;
  }
}

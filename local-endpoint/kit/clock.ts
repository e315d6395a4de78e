/** The only source of time in the endpoint. A rehearsal runs it faster than real time, a test moves it by hand. */
export interface Clock {
  /** The clock's own time. */
  now(): Date;
  /**
   * Resolves when that many milliseconds of the clock's own time have passed, never earlier, or at once when the signal
   * aborts.
   */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A clock whose speed can be changed while others wait on it. */
export interface PacedClock extends Clock {
  /** Changes how much faster than the machine's clock it goes, from now on and for what is being waited for, too. */
  pace(speed: number): void;
}

/** Where a clock takes real time from. */
export interface TimeSource {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Calls back once, after about that many milliseconds; a timer of Node.js may fire up to one millisecond early.
   * @param milliseconds at most 2,147,483,647
   * @returns stops the timer
   */
  startTimer(milliseconds: number, callback: () => void): () => void;
}

const MACHINE: TimeSource = {
  now: () => Date.now(),
  startTimer: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/**
 * A clock that runs `speed` times as fast as the machine's.
 * @param speed 1 is real time, 60 makes a minute of waiting take a second
 * @param source real time @default - the machine's clock and Node's timers
 */
export function scaledClock(speed: number, source = MACHINE): PacedClock {
  return new ScaledClock(speed, source);
}

/** A timer with a longer delay would fire at once. */
const MAX_TIMER_MILLISECONDS = 2 ** 31 - 1;

class ScaledClock implements PacedClock {
  private realAnchor: number;
  private anchor: number;
  private readonly sleepers = new Set<() => void>();

  constructor(
    private speed: number,
    private readonly source: TimeSource,
  ) {
    this.anchor = this.realAnchor = source.now();
  }

  now(): Date {
    return new Date(this.time());
  }

  pace(speed: number): void {
    this.anchor = this.time();
    this.realAnchor = this.source.now();
    this.speed = speed;
    for (const rearm of this.sleepers) rearm();
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const deadline = this.time() + milliseconds;
    return new Promise((resolve) => {
      let stopTimer = () => {};
      const done = () => {
        stopTimer();
        this.sleepers.delete(arm);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const arm = () => {
        stopTimer();
        const left = Math.max(Math.ceil((deadline - this.time()) / this.speed), 0);
        stopTimer = this.source.startTimer(Math.min(left, MAX_TIMER_MILLISECONDS), fired);
      };
      // the millisecond that a timer may be early is 60 of the clock's at speed 60: too early for code that checks once
      const fired = () => (this.time() < deadline ? arm() : done());
      if (signal?.aborted) return resolve();
      signal?.addEventListener('abort', done);
      this.sleepers.add(arm);
      arm();
    });
  }

  private time(): number {
    return this.anchor + (this.source.now() - this.realAnchor) * this.speed;
  }
}

/** How to sleep. */
export interface SleepOptions {
  /** Whether nobody waits for the end of the sleep: it is part of a loop without an end. @default false */
  readonly background?: boolean;
}

/** The only source of time in the endpoint. Some clocks wait for the work that goes on, a test moves others by hand. */
export interface Clock {
  /** Whether it stands still while work goes on, so that work takes no time. */
  readonly standsStill: boolean;
  /** The clock's own time. */
  now(): Date;
  /**
   * Resolves when that many milliseconds of the clock's own time have passed, never earlier, or at once when the signal
   * aborts.
   */
  sleep(milliseconds: number, signal?: AbortSignal, options?: SleepOptions): Promise<void>;
  /**
   * Runs work of a service during which a clock that waits for work does not go on: in other processes, for example.
   * @param what is going on, as a noun
   * @param work may call its argument when it has come to something that others wait for, and may stay there
   * @param caller {@link Caller.sourceArn} of the calls that the work makes from another process @default - makes none
   */
  during<T>(what: string, work: (happened: () => void) => Promise<T>, caller?: string): Promise<T>;
  /**
   * Runs work of this process during which a clock that waits for work does not go on, unless the work waits for it with
   * {@link sleep} or {@link waitFor}: the answer to a request, an action of a pipeline.
   * @param what is going on, as a noun
   */
  working<T>(what: string, work: () => Promise<T>): Promise<T>;
  /**
   * Within {@link working}: waits for what may need time to go on, or a person.
   * @param asked where the work is an answer that somebody outside waits for; then they do not keep time from going on
   * either: whoever made the clock, and the process that the call comes from, by its caller @default - nobody
   */
  waitFor<T>(awaited: Promise<T>, asked?: { readonly caller?: string }): Promise<T>;
  /**
   * Within an answer that something is not done yet, to work in another process: lets time go on as far as that process
   * would wait before it asks again, which such a clock would otherwise wait for.
   * @param caller of the call
   */
  letAskAgain(caller: string | undefined): Promise<void>;
}

/** What clocks have in common that go on whatever is going on. */
export const GOES_ON: Pick<Clock, 'standsStill' | 'during' | 'working' | 'waitFor' | 'letAskAgain'> = {
  standsStill: false,
  during: (_what, work) => work(() => undefined),
  working: (_what, work) => work(),
  waitFor: (awaited) => awaited,
  letAskAgain: () => Promise.resolve(),
};

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
  readonly standsStill = GOES_ON.standsStill;
  readonly during = GOES_ON.during;
  readonly working = GOES_ON.working;
  readonly waitFor = GOES_ON.waitFor;
  readonly letAskAgain = GOES_ON.letAskAgain;
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

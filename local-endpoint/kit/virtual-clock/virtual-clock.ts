import type { SleepOptions } from '../clock';
import { type Check, Checks } from './checks';
import { type Deadline, Deadlines } from './deadlines';
import { quietTurn } from './event-loop';
import { type Hold, Holds } from './holds';
import type { VirtualClock, VirtualClockOptions } from './interface';
import { waitUntil, type WaitOptions } from './wait-until';
import { Watchdog } from './watchdog';

export type { VirtualClock, VirtualClockOptions };

/** Makes one that its driver holds. */
export function virtualClock(options: VirtualClockOptions): VirtualClock {
  return new JumpingClock(options);
}

/** After which clients of AWS ask again: most do after two to fifteen seconds. */
const ASK_AGAIN_MILLISECONDS = 5_000;

class JumpingClock implements VirtualClock {
  readonly standsStill = true;
  private time: number;
  private readonly holds = new Holds(() => this.consider());
  private readonly deadlines = new Deadlines();
  private readonly checks = new Checks();
  private readonly outsiders = new Set<Hold>();
  private readonly driver: Hold;
  /** The driver, and the ways in which it goes on at the same time. */
  private readonly drivers = new Set<Hold>();
  private readonly watchdog: Watchdog;
  private isConsidering = false;
  private checksAgain = false;

  constructor({ driver, start = new Date(), warn = (line) => console.error(line) }: VirtualClockOptions) {
    this.time = start.getTime();
    this.watchdog = new Watchdog(() => this.holds.holding().map(({ what }) => what), warn);
    this.driver = this.holds.take(driver);
    this.drivers.add(this.driver);
  }

  now(): Date {
    return new Date(this.time);
  }

  sleep(
    milliseconds: number,
    signal?: AbortSignal,
    { background = false }: SleepOptions = {},
  ): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    const resume = this.holds.suspend(background ? [] : this.holds.within());
    return new Promise((resolve) => {
      const wake = () => {
        this.deadlines.delete(deadline);
        signal?.removeEventListener('abort', wake);
        resume();
        resolve();
      };
      const deadline: Deadline = { time: this.time + Math.max(milliseconds, 0), background, wake };
      signal?.addEventListener('abort', wake, { once: true });
      this.deadlines.add(deadline);
      this.consider();
    });
  }

  async during<T>(what: string, work: (happened: () => void) => Promise<T>, caller?: string): Promise<T> {
    const hold = this.holds.take(what, caller);
    const happened = () => {
      hold.isVisible = true;
      this.checks.changed();
      this.consider();
    };
    try {
      return await work(happened);
    } finally {
      this.checks.changed();
      this.holds.release(hold);
    }
  }

  async working<T>(what: string, work: () => Promise<T>): Promise<T> {
    const hold = this.holds.take(what);
    try {
      return await this.holds.run(hold, work);
    } finally {
      this.holds.release(hold);
    }
  }

  async waitFor<T>(awaited: Promise<T>, asked?: { readonly caller?: string }): Promise<T> {
    const outside = asked ? this.suspendWorkOf(asked.caller) : undefined;
    const resume = this.suspend([...this.holds.within(), ...(asked ? this.drivers : [])]);
    try {
      return await awaited;
    } finally {
      outside?.();
      resume();
    }
  }

  async letAskAgain(caller: string | undefined): Promise<void> {
    const resume = this.suspendWorkOf(caller);
    if (!resume) return;
    await this.sleep(ASK_AGAIN_MILLISECONDS);
    resume();
  }

  until<T>(what: string, check: () => Promise<T | undefined>, options: WaitOptions = {}): Promise<T> {
    const { checks, deadlines } = this;
    const leave = () => {
      this.checksAgain = true;
      return this.leave();
    };
    return waitUntil({ checks, deadlines, now: () => this.time, leave }, what, check, options);
  }

  observe(check: () => Promise<void>): () => Promise<void> {
    let failure: Error | undefined;
    const fail = (error: Error) => {
      failure ??= error;
    };
    const make = () =>
      check().then(
        () => false,
        (error: Error) => (fail(error), true),
      );
    const observed: Check = { fail, make };
    this.checks.add(observed);
    return async () => {
      this.checks.delete(observed);
      if (failure) throw failure;
      await check();
    };
  }

  async together<Item, T>(items: Iterable<Item>, work: (item: Item) => Promise<T>): Promise<T[]> {
    const resume = this.leave();
    try {
      return await Promise.all([...items].map((item) => this.goOnWith(() => work(item))));
    } finally {
      resume();
    }
  }

  async pass(milliseconds: number): Promise<void> {
    const resume = this.leave();
    await this.sleep(milliseconds);
    resume();
  }

  async outside<T>(what: string, work: () => Promise<T>): Promise<T> {
    const hold = this.holds.take(what);
    this.outsiders.add(hold);
    const resume = this.leave();
    try {
      return await work();
    } finally {
      resume();
      this.outsiders.delete(hold);
      this.holds.release(hold);
    }
  }

  /** Lets the work in another process wait that a call comes from. @returns ends that; nothing where there is no such work */
  private suspendWorkOf(caller: string | undefined): (() => void) | undefined {
    if (caller !== undefined && this.holds.has(caller)) return this.holds.suspendOneOf(caller);
    return this.outsiders.size > 0 ? this.holds.suspend([...this.outsiders]) : undefined;
  }

  /** One of several ways in which the driver goes on: it begins when it is its turn. */
  private async goOnWith<T>(work: () => Promise<T>): Promise<T> {
    const hold = this.holds.take(this.driver.what);
    this.drivers.add(hold);
    const turn = this.holds.suspend([hold]);
    try {
      await new Promise<void>((begin) => {
        const make = async () => {
          turn();
          begin();
          return true;
        };
        this.checks.add({ make, fail: () => begin() });
        this.consider();
      });
      return await this.holds.run(hold, work);
    } finally {
      this.drivers.delete(hold);
      this.checks.changed();
      this.holds.release(hold);
    }
  }

  /**
   * The driver waits, until the returned function is called.
   * @throws Error when it waits already: while one of two waits, the other's work would not keep time from going on
   */
  private leave(): () => void {
    const own = this.holds.within().find((hold) => this.drivers.has(hold)) ?? this.driver;
    if (own.waits > 0) throw new Error(`${own.what} waits already; two waits at a time need together()`);
    return this.suspend([own]);
  }

  private suspend(holds: readonly Hold[]): () => void {
    const resume = this.holds.suspend(holds);
    const rest = this.watchdog.start();
    return () => {
      rest();
      resume();
    };
  }

  /** Checks or goes on once nothing keeps it from that and the event loop is quiet. */
  private consider(): void {
    this.watchdog.happened();
    if (this.isConsidering || !this.isFree()) return;
    this.isConsidering = true;
    void quietTurn(() => !this.isFree()).then((isQuiet) => {
      this.isConsidering = false;
      if (isQuiet) this.goOn();
      else this.consider();
    });
  }

  /** Whether it may go on, or only check, where there is something to check. */
  private isFree(): boolean {
    const holding = this.holds.holding();
    return this.checks.isDue ? holding.every(({ isVisible }) => isVisible) : holding.length === 0;
  }

  /** What is due at the present time comes first: checks are for what all of it came to. */
  private goOn(): void {
    const next = this.holds.holding().length === 0 ? this.deadlines.next() : undefined;
    if (next && next.time <= this.time) this.jumpTo(next);
    else if (this.checks.isDue) this.check();
    else if (next) this.jumpTo(next);
    else if (this.checksAgain) this.checkAgain();
    else this.giveUp();
  }

  /** One wait may be for what another one, that ended at the same time, brought about. */
  private checkAgain(): void {
    this.checksAgain = false;
    this.checks.changed();
    this.consider();
  }

  private check(): void {
    const hold = this.holds.take('a check');
    void this.checks.make().finally(() => this.holds.release(hold));
  }

  private jumpTo(deadline: Deadline): void {
    this.time = Math.max(this.time, deadline.time);
    this.deadlines.delete(deadline);
    this.checks.changed();
    this.checksAgain = true;
    deadline.wake();
    this.consider();
  }

  /** Nothing is going on and nothing is to come. */
  private giveUp(): void {
    const awaited = this.checks.awaited.join('; ');
    if (awaited === '') return;
    this.checks.fail(new Error(`Nothing can happen any more, but there is a wait for: ${awaited}`));
  }
}

import { AsyncLocalStorage } from 'node:async_hooks';

/** A piece of work during which time stands still, unless it waits for time to go on. */
export interface Hold {
  readonly what: string;
  /** How many waits for time to go on are within it. */
  waits: number;
  /** Who makes the calls of its other process. */
  readonly caller?: string;
  /** Whether others may look at what came of it so far. */
  isVisible: boolean;
}

/** The pieces of work that hold a clock. */
export class Holds {
  private readonly all = new Set<Hold>();
  private readonly current = new AsyncLocalStorage<Hold>();
  /** How many calls of each caller wait for time to go on. */
  private readonly waitingCalls = new Map<string, number>();

  /** @param changed called after each change */
  constructor(private readonly changed: () => void) {}

  /** Begins to hold. */
  take(what: string, caller?: string): Hold {
    const hold: Hold = { what, caller, waits: 0, isVisible: false };
    this.all.add(hold);
    this.changed();
    return hold;
  }

  /** Ends a hold. */
  release(hold: Hold): void {
    this.all.delete(hold);
    this.changed();
  }

  /** Runs what can find its hold with {@link within}, also in what it leaves behind. */
  run<T>(hold: Hold, work: () => T): T {
    return this.current.run(hold, work);
  }

  /** The hold that what is going on {@link run}s in. */
  within(): Hold[] {
    const hold = this.current.getStore();
    return hold ? [hold] : [];
  }

  /** Whether there is work that calls of this caller come from. */
  has(caller: string): boolean {
    return [...this.all].some((hold) => hold.caller === caller);
  }

  /**
   * Does not count one of the pieces of work that a call comes from, until the returned function is called. Which one it is
   * nobody can tell where several have one caller: when one of them ends, the call is another's.
   */
  suspendOneOf(caller: string): () => void {
    const add = (count: number) => {
      this.waitingCalls.set(caller, (this.waitingCalls.get(caller) ?? 0) + count);
      this.changed();
    };
    add(1);
    return () => add(-1);
  }

  /** Does not count some holds until the returned function is called, for which once is enough. */
  suspend(holds: readonly Hold[]): () => void {
    let isSuspended = true;
    for (const hold of holds) hold.waits++;
    if (holds.length > 0) this.changed();
    return () => {
      if (!isSuspended) return;
      isSuspended = false;
      for (const hold of holds) hold.waits--;
      if (holds.length > 0) this.changed();
    };
  }

  /** Those that keep time from going on. */
  holding(): Hold[] {
    const waiting = new Map(this.waitingCalls);
    return [...this.all].filter(({ waits, caller = '' }) => {
      const calls = waiting.get(caller) ?? 0;
      if (waits > 0 || calls === 0) return waits === 0;
      waiting.set(caller, calls - 1);
      return false;
    });
  }
}

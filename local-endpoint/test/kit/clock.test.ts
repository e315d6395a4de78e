import fc from 'fast-check';
import { scaledClock, type TimeSource } from '../../kit/clock';

const START = new Date('2026-01-01T00:00:00Z').getTime();

interface Timer {
  readonly milliseconds: number;
  readonly dueAt: number;
  readonly callback: () => void;
}

/** Real time that a test moves: nothing fires by itself. */
class ManualTime implements TimeSource {
  private time = START;
  /** Those that were neither stopped nor fired, in the order of their start. */
  readonly timers: Timer[] = [];

  now(): number {
    return this.time;
  }

  startTimer(milliseconds: number, callback: () => void): () => void {
    const timer = { milliseconds, dueAt: this.time + milliseconds, callback };
    this.timers.push(timer);
    return () => this.remove(timer);
  }

  /** Fires the only timer, so many milliseconds too early. */
  fire(early = 0): void {
    const [timer, ...others] = this.timers;
    if (!timer || others.length > 0) throw new Error(`expected one timer, got: ${this.timers.length}`);
    this.time = Math.max(timer.dueAt - early, this.time);
    this.remove(timer);
    timer.callback();
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }

  private remove(timer: Timer): void {
    const index = this.timers.indexOf(timer);
    if (index >= 0) this.timers.splice(index, 1);
  }
}

/** A sleep, and whether it has ended. */
function observe(sleep: Promise<void>): { hasEnded(): Promise<boolean> } {
  let ended = false;
  void sleep.then(() => {
    ended = true;
  });
  return {
    hasEnded: async () => {
      await Promise.resolve();
      return ended;
    },
  };
}

let time: ManualTime;

beforeEach(() => {
  time = new ManualTime();
});

it('runs as many times as fast as real time', () => {
  const clock = scaledClock(60, time);
  time.advance(1_000);
  expect(clock.now()).toEqual(new Date(START + 60_000));
});

describe('a sleep', () => {
  it('goes on where its timer fires a millisecond early, until its deadline', async () => {
    const clock = scaledClock(60, time);
    const sleep = observe(clock.sleep(60_000));
    expect(time.timers).toMatchObject([{ milliseconds: 1_000 }]);
    time.fire(1);
    expect(await sleep.hasEnded()).toBe(false);
    expect(clock.now()).toEqual(new Date(START + 60_000 - 60));
    expect(time.timers).toMatchObject([{ milliseconds: 1 }]);
    time.fire();
    expect(await sleep.hasEnded()).toBe(true);
    expect(clock.now()).toEqual(new Date(START + 60_000));
    expect(time.timers).toEqual([]);
  });

  it('never ends before its deadline, whatever the speed, the duration and the haste of the timers', async () => {
    const early = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 10 });
    const speed = fc.oneof(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0.1, max: 100, noNaN: true }),
    );
    const arbitrary = { speed, milliseconds: fc.integer({ min: 0, max: 3_600_000 }), early };
    await fc.assert(
      fc.asyncProperty(fc.record(arbitrary), async (given) => {
        time = new ManualTime();
        const clock = scaledClock(given.speed, time);
        const deadline = clock.now().getTime() + given.milliseconds;
        const sleep = observe(clock.sleep(given.milliseconds));
        for (let fired = 0; time.timers.length > 0; fired++) {
          expect(await sleep.hasEnded()).toBe(false);
          time.fire(given.early[fired]);
        }
        expect(await sleep.hasEnded()).toBe(true);
        expect(clock.now().getTime()).toBeGreaterThanOrEqual(deadline);
      }),
    );
  });

  it('of no time at all ends with the next timer', async () => {
    const sleep = observe(scaledClock(60, time).sleep(0));
    expect(await sleep.hasEnded()).toBe(false);
    time.fire();
    expect(await sleep.hasEnded()).toBe(true);
  });

  it('that is longer than a timer can be goes on with another timer', async () => {
    const sleep = observe(scaledClock(1, time).sleep(2 ** 31 + 1));
    expect(time.timers).toMatchObject([{ milliseconds: 2 ** 31 - 1 }]);
    time.fire();
    expect(await sleep.hasEnded()).toBe(false);
    expect(time.timers).toMatchObject([{ milliseconds: 2 }]);
    time.fire();
    expect(await sleep.hasEnded()).toBe(true);
  });

  it('ends sooner or later when the speed changes, at the same deadline', async () => {
    const clock = scaledClock(1, time);
    const sleep = observe(clock.sleep(60_000));
    time.advance(30_000);
    clock.pace(60);
    expect(time.timers).toMatchObject([{ milliseconds: 500 }]);
    time.fire();
    expect(await sleep.hasEnded()).toBe(true);
    expect(clock.now()).toEqual(new Date(START + 60_000));
  });

  it('ends at once when it is aborted, and leaves no timer', async () => {
    const clock = scaledClock(60, time);
    const abort = new AbortController();
    const sleep = observe(clock.sleep(60_000, abort.signal));
    abort.abort();
    expect(await sleep.hasEnded()).toBe(true);
    expect(await observe(clock.sleep(60_000, abort.signal)).hasEnded()).toBe(true);
    expect(time.timers).toEqual([]);
  });
});

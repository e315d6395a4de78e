import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { type VirtualClock, virtualClock } from '../../../kit/virtual-clock/virtual-clock';

const start = new Date('2026-01-01T00:00:00Z');
const newClock = (): VirtualClock => virtualClock({ driver: 'the test', start });
const secondsOf = (clock: VirtualClock) => (clock.now().getTime() - start.getTime()) / 1000;

describe('time', () => {
  test('stands still until the driver waits', async () => {
    const clock = newClock();
    let woken = false;
    void clock.sleep(1).then(() => (woken = true));
    await pause(20);
    expect({ woken, seconds: secondsOf(clock) }).toEqual({ woken: false, seconds: 0 });
    await clock.pass(1);
    expect(woken).toBe(true);
  });

  test('jumps to each deadline in turn, equal ones in the order of their making', async () => {
    const sleeps = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sleeps, async (seconds) => {
        const clock = newClock();
        const woken: [index: number, at: number][] = [];
        const wakes = seconds.map(async (each, index) => {
          await clock.sleep(each * 1000);
          woken.push([index, secondsOf(clock)]);
        });
        await clock.pass(6_000);
        await Promise.all(wakes);
        const inOrder = seconds.map((each, index) => [index, each]).sort(([, a = 0], [, b = 0]) => a - b);
        expect(woken).toEqual(inOrder);
      }),
      { numRuns: 50 },
    );
  });

  test('passes only in sleeps, however slow the work between them is', async () => {
    const task = fc.array(fc.record({ sleep: fc.integer({ min: 0, max: 60 }), work: fc.nat(3) }), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(task, { minLength: 1, maxLength: 4 }), async (tasks) => {
        const clock = newClock();
        const seen: number[][] = tasks.map(() => []);
        const run = async (steps: (typeof tasks)[number], index: number) => {
          for (const { sleep, work } of steps) {
            await clock.sleep(sleep * 1000);
            await clock.during('work', () => pause(work));
            await clock.working('an answer', async () => void (await readFile(__filename)));
            await readFile(__filename); // nobody holds the clock for it
            seen[index]?.push(secondsOf(clock));
          }
        };
        const ends = tasks.map(run);
        await clock.pass(3_600_000);
        await Promise.all(ends);
        const sums = tasks.map((steps) =>
          steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, { sleep }) => sum + sleep, 0)),
        );
        expect(seen).toEqual(sums);
      }),
      { numRuns: 25 },
    );
  });

  test('goes on while the answer to a request waits for it', async () => {
    const clock = newClock();
    const answer = clock.working('a request', async () => {
      await clock.sleep(10_000);
      return secondsOf(clock);
    });
    await clock.pass(20_000);
    expect(await answer).toBe(10);
  });

  test('goes on for the driver and for a process while an answer is kept back for them', async () => {
    const clock = newClock();
    let end = () => {};
    const work = new Promise<void>((resolve) => (end = resolve));
    void clock.sleep(30_000).then(() => end());
    const request = () => clock.working('a request', () => clock.waitFor(work, {}));
    await request();
    expect(secondsOf(clock)).toBe(30);
    void clock.sleep(30_000);
    await clock.outside('a process', async () => {
      await pause(5);
      expect(secondsOf(clock)).toBe(30);
      await request();
      await pause(5);
    });
    expect(secondsOf(clock)).toBe(30);
  });

  test('goes on for a process while what it asks about is not done, once each process of that caller asks', async () => {
    const clock = newClock();
    const [ends, seconds]: [(() => void)[], number[]] = [[], []];
    const build = () =>
      clock.during('a build', () => new Promise<void>((resolve) => ends.push(resolve)), 'caller');
    const builds = [build(), build()];
    const ask = async () => {
      await clock.working('a request', () => clock.letAskAgain('caller'));
      seconds.push(secondsOf(clock));
      ends.shift()?.();
    };
    const asked = [ask()];
    void clock.sleep(60_000);
    const passing = clock.pass(600_000);
    await pause(20);
    expect(seconds).toEqual([]);
    asked.push(ask());
    await Promise.all(asked);
    expect(seconds).toEqual([5, 5]);
    await Promise.all([...builds, passing]);
  });

  test.each(['first', 'second'] as const)(
    'goes on for the process that is left of two, whichever asked, once the %s has ended',
    async (ended) => {
      const clock = newClock();
      const ends: (() => void)[] = [];
      const build = () =>
        clock.during('a build', () => new Promise<void>((resolve) => ends.push(resolve)), 'caller');
      const builds = [build(), build()];
      const asked = clock.working('a request', () => clock.letAskAgain('caller'));
      const passing = clock.pass(600_000);
      await pause(5);
      ends.splice(ended === 'first' ? 0 : 1, 1)[0]?.();
      await asked;
      expect(secondsOf(clock)).toBe(5);
      ends[0]?.();
      await Promise.all([...builds, passing]);
    },
  );

  test('goes on for a build that asks for what another service works on', async () => {
    const clock = newClock();
    const work = clock.sleep(30_000);
    const build = clock.during(
      'a build',
      () => clock.working('a request', () => clock.waitFor(work, { caller: 'caller' })),
      'caller',
    );
    await build;
    expect(secondsOf(clock)).toBe(30);
  });

  test('does not wake who sleeps before the signal that ends the sleep, and after it at once', async () => {
    const clock = newClock();
    const abort = new AbortController();
    const sleep = clock.sleep(60_000, abort.signal);
    abort.abort();
    await sleep;
    await clock.sleep(60_000, abort.signal);
    expect(secondsOf(clock)).toBe(0);
  });
});

test('names who holds it when nothing has happened for a minute', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  const warnings: string[] = [];
  const clock = virtualClock({ driver: 'the test', start, warn: (line) => void warnings.push(line) });
  let end = () => {};
  const build = clock.during('build a', () => new Promise<void>((resolve) => (end = resolve)));
  const wait = clock.pass(1_000);
  jest.advanceTimersByTime(55_000);
  expect(warnings).toEqual([]);
  jest.advanceTimersByTime(600_000);
  expect(warnings).toEqual(['Time stands still for a minute because of: build a']);
  jest.useRealTimers();
  end();
  await Promise.all([build, wait]);
});

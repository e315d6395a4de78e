import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { type VirtualClock, virtualClock } from '../../../kit/virtual-clock/virtual-clock';

const start = new Date('2026-01-01T00:00:00Z');
const newClock = (): VirtualClock => virtualClock({ driver: 'the test', start });
const secondsOf = (clock: VirtualClock) => (clock.now().getTime() - start.getTime()) / 1000;

describe('a wait', () => {
  test('sees every state at rest, and none while work goes on', async () => {
    const clock = newClock();
    const states: number[] = [];
    let state = 0;
    const changing = async () => {
      for (let change = 1; change <= 5; change++) {
        await clock.sleep(1_000);
        await clock.during('a change', async () => {
          state = change + 0.5;
          await pause(2);
          state = change;
        });
      }
    };
    const end = clock.observe(async () => void (states.at(-1) === state || states.push(state)));
    void changing();
    await clock.until('the last state', async () => (state === 5 ? true : undefined));
    await end();
    expect(states).toEqual([0, 1, 2, 3, 4, 5].slice(states[0]));
    expect(secondsOf(clock)).toBe(5);
  });

  test('ends within work that has come to something and stays there', async () => {
    const clock = newClock();
    let phase = 'none';
    let stop = () => {};
    const build = clock.during('a build', (happened) => {
      phase = 'BUILD';
      setTimeout(happened, 5);
      return new Promise<void>((resolve) => (stop = resolve));
    });
    void clock.sleep(1);
    expect(await clock.until('the phase', async () => (phase === 'BUILD' ? phase : undefined))).toBe('BUILD');
    expect(await clock.until('the next check', async () => 'found')).toBe('found');
    expect(secondsOf(clock)).toBe(0);
    stop();
    await build;
  });

  test('of one of two at a time ends by what the other one does after its own', async () => {
    const clock = newClock();
    let done = false;
    void clock.sleep(10_000);
    const waitForTime = async () => {
      await clock.until('time', async () => secondsOf(clock) >= 10 || undefined);
      await pause(5);
      done = true;
    };
    const waitForTheOther = async () => void (await clock.until('the other', async () => done || undefined));
    await clock.together([waitForTime, waitForTheOther], (wait) => wait());
    expect(secondsOf(clock)).toBe(10);
  });

  test('at the same time as others has the same order among them in every run', async () => {
    const work = fc.array(fc.nat(3), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(work, { minLength: 2, maxLength: 4 }), async (works) => {
        const run = async (slow: number) => {
          const clock = newClock();
          const order: [way: number, step: number, seconds: number][] = [];
          for (let second = 1; second <= 12; second++) void clock.sleep(second * 1_000);
          await clock.together(works.entries(), async ([way, steps]) => {
            for (const [step, seconds] of steps.entries()) {
              await pause(((way + slow) % 3) * slow);
              order.push([way, step, secondsOf(clock)]);
              const end = secondsOf(clock) + seconds;
              await clock.until('its end', async () => secondsOf(clock) >= end || undefined);
            }
          });
          return order;
        };
        expect(await run(2)).toEqual(await run(0));
      }),
      { numRuns: 20 },
    );
  });

  test('of a driver that waits already is refused', async () => {
    const clock = newClock();
    const passing = clock.pass(1_000);
    await expect(clock.until('more', async () => undefined)).rejects.toThrow(
      'the test waits already; two waits at a time need together()',
    );
    await passing;
  });

  test('fails after its minutes, at that time', async () => {
    const clock = newClock();
    void clock.sleep(3_600_000);
    await expect(clock.until('the end', async () => undefined, { minutes: 5 })).rejects.toThrow(
      'the end did not happen within 5 minutes',
    );
    expect(secondsOf(clock)).toBe(300);
  });

  test('fails at once when nothing can happen any more, with what everybody waits for', async () => {
    const clock = newClock();
    void clock.sleep(3_600_000, undefined, { background: true });
    const errors: unknown[] = [];
    const wait = async (what: string) => {
      await clock.until(what, async () => undefined).catch((error: Error) => errors.push(error.message));
    };
    await clock.together(['the first', 'the second'], wait);
    const message = 'Nothing can happen any more, but there is a wait for: the first; the second';
    expect(errors).toEqual([message, message]);
  });

  test('that a signal ends within a check ends once', async () => {
    const clock = newClock();
    const abort = new AbortController();
    let checks = 0;
    const wait = clock.until(
      'the end',
      async () => {
        if (++checks > 1) abort.abort(new Error('it was interrupted'));
        return checks > 1 || undefined;
      },
      { signal: abort.signal },
    );
    void clock.sleep(1_000);
    await expect(wait).rejects.toThrow('it was interrupted');
    const before = secondsOf(clock);
    void clock.sleep(1_000);
    await pause(20);
    expect(secondsOf(clock)).toBe(before);
    await clock.pass(2_000);
    expect(secondsOf(clock)).toBe(before + 2);
  });

  test('that only observes shows at its end that it failed', async () => {
    const clock = newClock();
    let looks = 0;
    const end = clock.observe(async () => {
      looks++;
      throw new Error('it cannot be read');
    });
    void clock.sleep(1_000);
    await clock.pass(2_000);
    await expect(end()).rejects.toThrow('it cannot be read');
    expect(looks).toBe(1);
  });

  test("fails with the check's error", async () => {
    const clock = newClock();
    let checks = 0;
    void clock.sleep(1);
    const check = async () => {
      if (++checks > 1) throw new Error('it has failed');
    };
    await expect(clock.until('the end', check)).rejects.toThrow('it has failed');
  });
});

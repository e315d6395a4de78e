import { faultsOf, isChange } from './faults';
import type { FleetHarness, FleetJob } from './fleet-harness';

/** A function that dies, and what it is to come to. */
export interface FleetFaultCase {
  /** Brings back the state that the function starts from. */
  reset(): Promise<void>;
  job(): Promise<FleetJob> | FleetJob;
  /** Asserts that the state is as after a run without faults. */
  check(): Promise<void>;
  /** Asserts what has to be so at any time: it is called after a death, and after the invocation that follows. */
  always(): Promise<void>;
}

/** A call of a run without faults, by its number from 1 on. */
interface NumberedCall {
  readonly call: number;
  readonly operation: string;
}

/**
 * The calls of a run without faults, by invocation. The first run opens the role's session and reads the settings, which
 * the function keeps; what is returned is a second one.
 */
async function callsOf(harness: FleetHarness, one: FleetFaultCase): Promise<NumberedCall[][]> {
  for (let run = 1; run <= 2; run++) {
    await one.reset();
    harness.proxy.heal();
    await playThrough(harness, one);
  }
  const looks: NumberedCall[][] = [];
  let ended = true;
  for (const [at, operation] of harness.proxy.operations.entries()) {
    if (ended) looks.push([]);
    looks.at(-1)?.push({ call: at + 1, operation });
    ended = operation.startsWith('PutJob');
  }
  await one.check();
  return looks;
}

/** Of looks that make the same calls one after the other only the first. */
function distinct(looks: readonly NumberedCall[][]): NumberedCall[][] {
  const text = (look: readonly NumberedCall[] = []) => look.map(({ operation }) => operation).join();
  return looks.filter((look, at) => at === 0 || text(look) !== text(looks[at - 1]));
}

/** The calls up to the first that changes something: what dies there leaves everything as it was. */
const upToChange = (look: readonly NumberedCall[]): number => {
  const change = look.findIndex(({ operation }) => isChange(operation));
  return change < 0 ? look.length : change + 1;
};

/**
 * Has a function die at each of its calls, in whichever invocation it makes it, with every call after that lost; invokes it
 * again as Lambda does; and plays it to its end. Deaths that change nothing are died in one run, the others in one each.
 */
export async function dieAtEveryCall(harness: FleetHarness, one: FleetFaultCase): Promise<void> {
  const looks = await callsOf(harness, one);
  await labelled('deaths before the first change of each invocation', async () => {
    await one.reset();
    await playDyingBeforeChanges(harness, one, looks.map(upToChange));
    await one.check();
  });
  for (const look of distinct(looks))
    for (const { call, operation } of look.slice(upToChange(look) - 1))
      for (const fault of faultsOf(operation)) {
        if (call === look[upToChange(look) - 1]?.call && fault === 'request lost') continue;
        await one.reset();
        harness.proxy.break(call, fault);
        const { deaths, jobs } = await playThrough(harness, one);
        harness.proxy.heal();
        await labelled(`call ${call}, ${operation}, ${fault}`, async () => {
          expect(deaths).toBe(1);
          expect(resultsOf(harness, jobs)).toHaveLength(jobs.length);
          await one.check();
        });
      }
}

const resultsOf = ({ pipeline }: FleetHarness, jobs: readonly string[]) =>
  pipeline.results.filter(({ jobId }) => jobs.includes(jobId ?? ''));

/**
 * Plays a function to its end, and lets each invocation first die at each of its calls that leaves everything as it was.
 * @param calls the number of such calls of each invocation
 */
async function playDyingBeforeChanges(
  harness: FleetHarness,
  one: FleetFaultCase,
  calls: readonly number[],
): Promise<void> {
  const jobs: string[] = [];
  for (let job: FleetJob | undefined = await one.job(); job; ) {
    const number = calls[jobs.length] ?? 0;
    jobs.push(job.id);
    for (let call = 1; call <= number; call++) {
      harness.proxy.break(call, 'request lost');
      await expect(harness.invoke(job)).rejects.toThrow();
      await one.always();
    }
    harness.proxy.heal();
    job = harness.next(job, await harness.invoke(job));
    if (job) await harness.pass(30);
  }
  expect(jobs).toHaveLength(calls.length);
  expect(resultsOf(harness, jobs)).toHaveLength(jobs.length);
}

/** Has a function die at each of its changing calls, for good, and calls `after`. */
export async function dieForGood(
  harness: FleetHarness,
  one: FleetFaultCase,
  after: () => Promise<void>,
): Promise<void> {
  for (const { call, operation } of distinct(await callsOf(harness, one)).flat())
    for (const fault of isChange(operation) ? faultsOf(operation) : []) {
      await one.reset();
      harness.proxy.break(call, fault);
      await playThrough(harness, one, true);
      harness.proxy.heal();
      await labelled(`call ${call}, ${operation}, ${fault}`, after);
    }
}

async function playThrough(
  harness: FleetHarness,
  one: FleetFaultCase,
  diesForGood = false,
): Promise<{ readonly deaths: number; readonly jobs: readonly string[] }> {
  const jobs: string[] = [];
  let deaths = 0;
  for (let job: FleetJob | undefined = await one.job(); job; ) {
    jobs.push(job.id);
    const result = await harness.invoke(job).catch(async () => {
      deaths += 1;
      await one.always();
      if (diesForGood || !job) return undefined;
      harness.proxy.heal();
      const again = await harness.invoke(job);
      await one.always();
      return again;
    });
    if (diesForGood && deaths > 0) break;
    job = harness.next(job, result);
    if (job) await harness.pass(30);
  }
  return { deaths, jobs };
}

async function labelled(label: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    (error as Error).message = `${label}: ${(error as Error).message}`;
    throw error;
  }
}

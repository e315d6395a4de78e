import { isChange } from './faults';
import type { FleetHarness, FleetJob } from './fleet-harness';

/** A function whose calls fail, and what it is to come to. */
export interface FleetFaultCase {
  /** Brings back the state that the function starts from. */
  reset(): Promise<void>;
  job(): Promise<FleetJob> | FleetJob;
  /** Asserts that the state is as after a run without faults. */
  check(): Promise<void>;
  /** Asserts what has to be so at any time: it is called after each failure. */
  always(): Promise<void>;
}

/**
 * Plays a function to its end, in one process, and has each invocation first fail at each of its calls up to the first that
 * changes something: those leave everything as it was. What fails is invoked again.
 */
export async function failBeforeChanges(harness: FleetHarness, one: FleetFaultCase): Promise<void> {
  const invocations = await callsOf(harness, one);
  await one.reset();
  const jobs: string[] = [];
  for (let job: FleetJob | undefined = await one.job(); job; ) {
    const calls = upToChange(invocations[jobs.length] ?? []);
    jobs.push(job.id);
    for (let call = 1; call <= calls; call++) {
      harness.proxy.break(call, 'request lost');
      await expect(harness.invoke(job)).rejects.toThrow();
      await one.always();
    }
    harness.proxy.heal();
    job = await nextOf(harness, job);
  }
  expect(jobs).toHaveLength(invocations.length);
  expect(harness.pipeline.results.filter(({ jobId }) => jobs.includes(jobId ?? ''))).toHaveLength(
    jobs.length,
  );
  await one.check();
}

/**
 * The calls of a run without faults, by invocation. The first run opens the role's session and reads the settings, which
 * the function keeps; what is returned is a second one.
 */
async function callsOf(harness: FleetHarness, one: FleetFaultCase): Promise<string[][]> {
  for (let run = 1; run <= 2; run++) {
    await one.reset();
    harness.proxy.heal();
    for (let job: FleetJob | undefined = await one.job(); job; ) job = await nextOf(harness, job);
  }
  const invocations: string[][] = [];
  let ended = true;
  for (const operation of harness.proxy.operations) {
    if (ended) invocations.push([]);
    invocations.at(-1)?.push(operation);
    ended = operation.startsWith('PutJob');
  }
  await one.check();
  return invocations;
}

/** Invokes a function. @returns the job that follows half a minute later, if any */
async function nextOf(harness: FleetHarness, job: FleetJob): Promise<FleetJob | undefined> {
  const next = harness.next(job, await harness.invoke(job));
  if (next) await harness.pass(30);
  return next;
}

function upToChange(invocation: readonly string[]): number {
  const change = invocation.findIndex(isChange);
  return change < 0 ? invocation.length : change + 1;
}

import { RELEASING_TAG } from '../../../handlers/contract/names';
import { tagsOf } from '../harness/fleet-fixture';
import { type FleetJob, fleetHarness } from '../harness/fleet-harness';
import { failureOf } from '../harness/fleet-release';
import type { ReceivedResult } from '../harness/running-actions';
import { recordOf, refreshedFleet, versionsOf } from '../harness/refreshed-fleet';

const harness = fleetHarness();
const { releaseOf, serving, theGroup, refreshesOf } = refreshedFleet(harness);

/** Milliseconds that end a hang; they do not judge speed. */
const TIMEOUT = 300_000;

/** The same for tests that play a release for each of its calls. */
const FAULTS_TIMEOUT = 1_200_000;

describe('an invocation', () => {
  it(
    'that is repeated adopts the refresh that it has started',
    async () => {
      const { group } = await serving();
      const { job } = await releaseOf('e1000000', await harness.fleet.image());
      await harness.invoke(job);
      harness.pipeline.running.lose();
      await harness.pass(30);
      expect(failureOf(await harness.play(job))).toBeUndefined();
      expect(await refreshesOf(group)).toHaveLength(1);
    },
    TIMEOUT,
  );

  it.each(['first', 'second', 'last'] as const)(
    'that dies after any of the calls of its %s look is repeated with the same outcome',
    async (which) => {
      const calls = await callsOfLooks();
      const look = { first: 0, second: 1, last: calls.length - 1 }[which];
      for (let call = 1; call <= (calls[look] ?? 0); call++) {
        await harness.nextFleet();
        expect({ call, ...(await playDying(look, call)) }).toMatchObject({
          failure: undefined,
          refreshes: 1,
          isServing: true,
          isNoted: false,
        });
      }
    },
    FAULTS_TIMEOUT,
  );
});

/** How many calls each look of a release makes. */
async function callsOfLooks(): Promise<number[]> {
  await serving();
  const calls: number[] = [];
  let job: FleetJob | undefined = (await releaseOf('e1000000', await harness.fleet.image())).job;
  while (job) {
    harness.proxy.heal();
    const result: ReceivedResult | undefined = await harness.invoke(job);
    calls.push(harness.proxy.calls);
    await harness.pass(30);
    job = harness.next(job, result);
  }
  return calls;
}

/** Plays a release in which one look gets no response from a call on, and is repeated as Lambda does. */
async function playDying(dyingLook: number, call: number) {
  const { group } = await serving();
  const { version, job: first } = await releaseOf('e1000000', await harness.fleet.image());
  let result: ReceivedResult | undefined;
  let job: FleetJob | undefined = first;
  for (let look = 0; job; look++) {
    if (look === dyingLook) {
      harness.proxy.break(call, 'response lost');
      await harness.invoke(job).catch(() => undefined);
      harness.proxy.heal();
    }
    result = await harness.invoke(job);
    await harness.pass(30);
    job = harness.next(job, result);
  }
  const found = await theGroup();
  const { parameters } = await harness.fleet.look();
  return {
    failure: result?.kind === 'failure' ? result.failureDetails?.message : undefined,
    refreshes: (await refreshesOf(group)).length,
    isServing:
      versionsOf(found).join() === version &&
      recordOf(parameters).serving !== undefined &&
      parameters['asg/new'] === group,
    isNoted: RELEASING_TAG in tagsOf(found),
  };
}

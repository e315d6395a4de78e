import { fleetHarness } from '../harness/fleet-harness';
import { failureOf } from '../harness/fleet-release';
import { beginExecution, greenJob, type ServingFleet, startServing } from '../harness/fleet-start';

const harness = fleetHarness();
let serving: ServingFleet;

beforeEach(async () => {
  serving = await startServing(harness, 'e3000000');
});

/** An execution that started before the one whose group serves, and was overtaken by it. */
function beginOlder(servingRollsBackTo?: string) {
  const { executions } = harness.pipeline;
  executions.splice(0, executions.length);
  beginExecution(harness, 'e2000000');
  executions.push({
    ...{ id: 'e3000000', status: 'Succeeded', stage: 'Retire', rollsBackTo: servingRollsBackTo },
  });
}

const changingCalls = () =>
  harness.proxy.operations.filter((one) => !/^(Describe|Get|List|Assume|PutJob)/.test(one));

test('does not take over from a release that started later, and changes nothing', async () => {
  beginOlder();
  const job = await greenJob(harness, serving);
  harness.proxy.heal();
  expect(failureOf(await harness.play(job))).toBe(
    `Execution e2000000 was overtaken: group ${serving.blue} serves, of execution e3000000, which started later; start the pipeline again where the older release is to serve`,
  );
  expect(changingCalls()).toEqual([]);
});

test('takes over from a rollback that someone started while it waited: it may be what mends it', async () => {
  beginOlder('e1000000');
  const { variables } = await harness.play(await greenJob(harness, serving));
  expect(variables).toMatchObject({ Group: `${harness.fleet.name}-e2000000-1`, BlueGroup: serving.blue });
});

test('takes over as the rollback to an older release, whichever id its action is given', async () => {
  beginExecution(harness, 'e4000000', 'e1000000');
  const { variables } = await harness.play(await greenJob(harness, serving, 'e1000000'));
  expect(variables).toMatchObject({ Group: `${harness.fleet.name}-e1000000-1`, BlueGroup: serving.blue });
});

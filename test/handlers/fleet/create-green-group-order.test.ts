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

test('takes over as the rollback to an older release, whose id its action is given, with a group of its own name', async () => {
  beginExecution(harness, 'e4000000', 'e1000000');
  const { variables } = await harness.play(await greenJob(harness, serving, 'e1000000'));
  expect(variables).toMatchObject({ Group: `${harness.fleet.name}-e4000000-1`, BlueGroup: serving.blue });
});

describe('where it has written its group down over that of another release', () => {
  const written = (execution: string, job: string) =>
    JSON.stringify({
      ...{ group: `${harness.fleet.name}-${execution}-1`, attempt: 1, execution, job, blue: serving.blue },
      targetGroup: harness.fleet.balancer.targetGroups[1],
    });

  async function writeBoth(status: 'InProgress' | 'Failed') {
    harness.pipeline.executions.push({ id: 'e4000000', status, stage: 'Deploy' });
    beginExecution(harness, 'e5000000');
    const job = await greenJob(harness, serving, 'e5000000');
    const first = written('e4000000', 'another');
    await harness.fleet.put('asg/green', first);
    await harness.fleet.put('asg/green', written('e5000000', job.id));
    return { job, first };
  }

  test('writes that one down again, makes nothing, and waits for it to end', async () => {
    const { job, first } = await writeBoth('InProgress');
    expect(await harness.invoke(job)).toMatchObject({
      executionDetails: {
        summary: `Waiting for execution e4000000 to end, whose group ${harness.fleet.name}-e4000000-1 has yet to get the traffic`,
      },
    });
    const { groups, parameters } = await harness.fleet.look();
    expect(groups).toHaveLength(1);
    expect(parameters['asg/green']).toBe(first);
  });

  test('goes on with its own where the other release has ended meanwhile', async () => {
    const { job } = await writeBoth('Failed');
    const { variables } = await harness.play(job);
    expect(variables).toMatchObject({ Group: `${harness.fleet.name}-e5000000-1` });
  });
});

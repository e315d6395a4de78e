import { DeleteParameterCommand } from '@aws-sdk/client-ssm';
import { handler } from '../../../handlers/clean-up-groups/handler';
import { MINIMUM_TAG, PIPELINE_TAG, settingsParameterName } from '../../../handlers/contract/names';
import { tagsOf } from '../harness/fleet-fixture';
import { fleetHarness } from '../harness/fleet-harness';
import {
  beginExecution,
  endExecution,
  type ServingFleet,
  startGreen,
  startServing,
} from '../harness/fleet-start';

const harness = fleetHarness();
let serving: ServingFleet;
let green: string;

beforeEach(async () => {
  serving = await startServing(harness);
  ({ green } = await startGreen(harness, serving));
  beginExecution(harness, 'e2000000');
});

const changes = () => harness.proxy.operations.filter((one) => !/^(Describe|Get|List|Assume)/.test(one));

async function atRest() {
  const look = await harness.fleet.look();
  expect(look.groups).toMatchObject([{ AutoScalingGroupName: serving.blue, MinSize: 1, DesiredCapacity: 2 }]);
  expect(look.groups[0] && tagsOf(look.groups[0])).not.toHaveProperty([MINIMUM_TAG]);
  expect(look).toMatchObject({ weights: [100, 0], healthy: [2, 0] });
  expect(look.parameters).toMatchObject({ 'asg/new': serving.blue, 'asg/green': 'none' });
}

test.each(['FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED'])(
  'removes the group of an execution that ended as %s',
  async (state) => {
    endExecution(harness, 'Failed');
    await harness.cleanUp('e2000000', state);
    await atRest();
  },
);

test('waits a minute where CodePipeline still shows the execution as running whose end the event reports', async () => {
  const event = {
    ...harness.executionEvent('e2000000'),
    time: new Date(harness.clock.now()).toISOString(),
  };
  harness.proxy.heal();
  await expect(harness.sendEvent(event)).rejects.toThrow('execution e2000000 has ended, got: it still runs');
  expect(changes()).toEqual([]);
  await harness.pass(60);
  await harness.sendEvent(event);
  expect(changes()).toEqual([]);
  endExecution(harness, 'Failed');
  await harness.sendEvent(event);
  expect((await harness.fleet.look()).parameters).toMatchObject({ 'asg/new': serving.blue });
  expect(changes()).not.toEqual([]);
});

test('takes the traffic back first where the execution had moved some, or all', async () => {
  endExecution(harness, 'Stopped');
  for (const share of [50, 0]) {
    if (share === 0) await startGreen(harness, serving, 'e2500000');
    await harness.fleet.weigh(share);
    await harness.cleanUp('e2000000', 'STOPPED');
    await atRest();
  }
});

test('leaves the traffic on the new group where the old one cannot serve', async () => {
  endExecution(harness, 'Stopped');
  await harness.fleet.weigh(50);
  await harness.fleet.shrink(serving.blue);
  await harness.cleanUp('e2000000', 'STOPPED');
  const { weights, groups, parameters } = await harness.fleet.look();
  expect(weights).toEqual([0, 100]);
  expect(groups).toMatchObject([{ AutoScalingGroupName: green, MinSize: 1, DesiredCapacity: 2 }]);
  expect(parameters).toMatchObject({ 'asg/new': green, 'asg/old': serving.blue });
});

test('changes nothing while an execution works on groups, but for those on their way out', async () => {
  harness.proxy.heal();
  await harness.sendEvent(harness.executionEvent('e1999999'));
  expect(changes()).toEqual([]);
});

test('does not wait for an execution that is built, or waits before the stage', async () => {
  endExecution(harness, 'Failed');
  harness.pipeline.executions.push({ id: 'e3000000', status: 'InProgress', stage: 'Bake' });
  await harness.cleanUp('e2000000');
  await atRest();
});

test('changes nothing when it comes again, or late', async () => {
  endExecution(harness, 'Failed');
  await harness.cleanUp('e2000000');
  harness.proxy.heal();
  await harness.cleanUp('e2000000');
  await harness.cleanUp('e1000000', 'SUCCEEDED');
  expect(changes()).toEqual([]);
  await atRest();
});

test('records the group that serves where a rollback died before it did', async () => {
  await harness.fleet.weigh(0);
  await harness.fleet.put('asg/new', green);
  await harness.fleet.put('asg/old', serving.blue);
  beginExecution(harness, 'e3000000', 'e1000000');
  await harness.fleet.weigh(100);
  endExecution(harness, 'Stopped');
  harness.pipeline.executions.forEach((one) => Object.assign(one, { status: 'Stopped' }));
  await harness.cleanUp('e3000000', 'STOPPED');
  const { groups, parameters } = await harness.fleet.look();
  expect(groups).toMatchObject([{ AutoScalingGroupName: serving.blue }]);
  expect(parameters).toMatchObject({ 'asg/new': serving.blue, 'asg/old': green });
  expect(JSON.parse(parameters.release ?? '')).toMatchObject({
    serving: { group: serving.blue, pipelineExecutionId: 'e3000000', cause: 'rollback' },
  });
});

test('leaves groups without the tag of the pipeline', async () => {
  const name = `${harness.fleet.name}-e0000000-1`;
  await harness.fleet.group({
    ...{ execution: 'e0000000', imageId: serving.imageId, version: serving.version, on: 1 },
    more: { Tags: [{ Key: PIPELINE_TAG, Value: 'shop-other-prd' }] },
  });
  endExecution(harness, 'Failed');
  await harness.cleanUp('e2000000');
  const { groups } = await harness.fleet.look();
  expect(groups.map(({ AutoScalingGroupName }) => AutoScalingGroupName)).toEqual([serving.blue, name]);
});

test('fails where someone has deleted the settings of a fleet, so that what is left is not forgotten', async () => {
  endExecution(harness, 'Failed');
  const name = settingsParameterName(harness.fleet.identity);
  await harness.fleet.clients.ssm.send(new DeleteParameterCommand({ Name: name }));
  await expect(harness.cleanUp('e2000000')).rejects.toThrow(
    `Parameter ${name} must hold the settings, because `,
  );
});

test('does nothing for events that are not of a fleet of the environment', async () => {
  const context = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:clean-up-groups' };
  harness.proxy.heal();
  const ofAnother = { AutoScalingGroupName: 'web-e2000000-1', EC2InstanceId: 'i-1' };
  for (const event of [
    {},
    'text',
    { 'detail-type': 'EC2 Instance Terminate Successful', account: '111111111111', detail: ofAnother },
  ])
    await handler(event, context);
  expect(harness.proxy.operations).toEqual([]);
  const detail = { pipeline: 'shop-web-prd', 'execution-id': 'e1', state: 'FAILED' };
  const type = {
    'detail-type': 'CodePipeline Pipeline Execution State Change',
    time: '2026-01-01T00:00:00Z',
  };
  await handler({ ...type, account: '111111111111', detail }, context);
  expect(harness.proxy.operations.filter((one) => one !== 'AssumeRole')).toEqual(['GetParameters']);
});

import { CreateOrUpdateTagsCommand } from '@aws-sdk/client-auto-scaling';
import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { RETIRING_TAG } from '../../../handlers/contract/names';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { changesOf } from '../harness/faults';
import { tagsOf } from '../harness/fleet-fixture';
import { fleetHarness, type PlayOptions } from '../harness/fleet-harness';
import { failureOf } from '../harness/fleet-release';
import {
  beginExecution,
  endExecution,
  type ServingFleet,
  startGreen,
  startServing,
} from '../harness/fleet-start';

const GET = 'codepipeline:GetPipelineExecution';
const harness = fleetHarness({}, [GET]);
let serving: ServingFleet;
let green: string;

beforeEach(async () => {
  serving = await startServing(harness);
  ({ green } = await startGreen(harness, serving));
  beginExecution(harness, 'e2000000');
});

const job = (traffic: 'steps' | 'at-once' = 'steps', group = green) =>
  harness.job('shiftTraffic', { executionId: 'e2000000', group, traffic });

/** Of a pipeline that verifies its releases between the two parts. */
const partOf = (part: 'move' | 'record', raisedBefore = 'none') =>
  harness.job('shiftTraffic', {
    ...{ executionId: 'e2000000', group: green, traffic: 'steps', part },
    ...(part === 'record' && { raisedBefore }),
  });

const play = (options?: PlayOptions) => harness.play(job(), options);

async function retire(group: string) {
  const tag = { ResourceId: group, ResourceType: 'auto-scaling-group', Key: RETIRING_TAG };
  await harness.fleet.clients.autoScaling.send(
    new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, Value: 'true', PropagateAtLaunch: false }] }),
  );
}

async function terminate(group: string) {
  const { groups } = await harness.fleet.look();
  const { Instances = [] } = groups.find(({ AutoScalingGroupName }) => AutoScalingGroupName === group) ?? {};
  const InstanceIds = Instances.slice(0, 1).map(({ InstanceId = '' }) => InstanceId);
  await harness.fleet.clients.ec2.send(new TerminateInstancesCommand({ InstanceIds }));
}

test('moves the traffic in steps with a bake after each, and records who serves', async () => {
  const weights: number[] = [];
  const { variables } = await play({
    between: async () => void weights.push((await harness.fleet.look()).weights[1] ?? 0),
  });
  expect(weights).toEqual([10, 10, 100, 100]);
  const { parameters } = await harness.fleet.look();
  expect(parameters).toMatchObject({ 'asg/new': green, 'asg/old': serving.blue });
  expect(JSON.parse(parameters.release ?? '')).toMatchObject({
    serving: {
      ...{ group: green, pipelineExecutionId: 'e2000000', cause: 'release' },
      commit: { id: 'commit-e2000000', branch: 'main' },
    },
  });
  expect(variables).toEqual({ NewVersion: '2', OldVersion: '2' });
  expect(harness.proxy.operations.filter((one) => one === 'ModifyRule')).toHaveLength(2);
});

describe('with a verification between the traffic and its record', () => {
  const recorded = async () => (await harness.fleet.look()).parameters['asg/new'];

  test('all traffic moves, and nothing is recorded', async () => {
    const { result, variables } = await harness.play(partOf('move'));
    expect(result?.kind).toBe('success');
    expect(variables).toEqual({ RaisedBefore: 'none' });
    expect((await harness.fleet.look()).weights).toEqual([0, 100]);
    expect(await recorded()).toBe(serving.blue);
  });

  test('a release that passes is recorded, without another bake', async () => {
    await harness.play(partOf('move'));
    const { variables, looks } = await harness.play(partOf('record'));
    expect({ variables, looks }).toEqual({ variables: { NewVersion: '2', OldVersion: '2' }, looks: 1 });
    expect(await recorded()).toBe(green);
  });

  test('one that does not pass is taken back and removed', async () => {
    await harness.play(partOf('move'));
    endExecution(harness, 'Failed');
    await harness.cleanUp('e2000000');
    const { groups, parameters, weights } = await harness.fleet.look();
    expect(weights).toEqual([100, 0]);
    expect(groups).toMatchObject([{ AutoScalingGroupName: serving.blue, MinSize: 1, DesiredCapacity: 2 }]);
    expect(parameters).toMatchObject({ 'asg/new': serving.blue, 'asg/green': 'none' });
  });

  test('traffic that somebody has taken back meanwhile is not moved again', async () => {
    await harness.play(partOf('move'));
    await harness.fleet.weigh(100);
    expect(failureOf(await harness.play(partOf('record')))).toMatch(/all of the traffic, .*, got: 0 %/);
    expect((await harness.fleet.look()).weights).toEqual([100, 0]);
    expect(await recorded()).toBe(serving.blue);
  });

  test('an alarm that was raised before the traffic moved speaks against neither part; another one does', async () => {
    await harness.fleet.alarm('errors', 'ALARM');
    await harness.fleet.alarm('latency', 'OK');
    await harness.fleet.configure({
      hash: `raised${harness.fleet.name}`,
      traffic: { alarms: ['latency', 'errors'], steps: [50, 100] },
    });
    const { variables } = await harness.play(partOf('move'));
    expect(variables).toEqual({ RaisedBefore: '1' });
    await harness.fleet.alarm('latency', 'ALARM');
    expect(failureOf(await harness.play(partOf('record', '1')))).toMatch(/in ALARM: latency/);
    await harness.fleet.weigh(0);
    await harness.fleet.alarm('latency', 'OK');
    expect((await harness.play(partOf('record', '1'))).result?.kind).toBe('success');
    expect(await recorded()).toBe(green);
  });

  test('a target that was lost meanwhile puts the traffic back', async () => {
    await harness.play(partOf('move'));
    await terminate(green);
    await harness.pass(15);
    expect(failureOf(await harness.play(partOf('record')))).toMatch(/^All traffic is back on group/);
    expect((await harness.fleet.look()).weights).toEqual([100, 0]);
  });
});

test('puts the traffic back on the group that served, in one call, when an alarm is raised', async () => {
  await harness.fleet.alarm('errors', 'OK');
  await harness.fleet.configure({
    hash: `alarm${harness.fleet.name}`,
    traffic: { alarms: ['errors'], steps: [50, 100] },
  });
  const played = await play({
    between: async (look) => {
      if (look === 2) await harness.fleet.alarm('errors', 'ALARM');
    },
  });
  expect(failureOf(played)).toBe(
    `All traffic is back on group ${serving.blue}, from 50 %: in ALARM: errors (5 errors in a minute)`,
  );
  expect((await harness.fleet.look()).weights).toEqual([100, 0]);
  expect(harness.proxy.operations.filter((one) => one === 'ModifyRule')).toHaveLength(2);
  endExecution(harness, 'Failed');
  await harness.cleanUp('e2000000');
  const { groups, parameters } = await harness.fleet.look();
  expect(groups.map(({ AutoScalingGroupName }) => AutoScalingGroupName)).toEqual([serving.blue]);
  expect(parameters['asg/new']).toBe(serving.blue);
});

test('ignores an alarm that was raised before the release, until it is over', async () => {
  await harness.fleet.alarm('errors', 'ALARM');
  await harness.fleet.configure({ hash: `alarm${harness.fleet.name}`, traffic: { alarms: ['errors'] } });
  const again = await play({
    between: async (look) => {
      if (look === 3) await harness.fleet.alarm('errors', 'OK');
      if (look === 4) await harness.fleet.alarm('errors', 'ALARM');
    },
  });
  expect(failureOf(again)).toMatch(/, from 100 %: in ALARM: errors/);
});

test('needs alarms that exist', async () => {
  await harness.fleet.configure({ hash: `alarm${harness.fleet.name}`, traffic: { alarms: ['gone'] } });
  expect(failureOf(await play())).toBe('deploy.alarms must name alarms that exist, got: gone');
});

test('puts the traffic back when a target of the new group is lost', async () => {
  const played = await play({
    between: async (look) => {
      if (look === 2) await terminate(green);
    },
  });
  expect(failureOf(played)).toMatch(
    /^All traffic is back on group \S+, from 10 %: the group of the release has 1 healthy targets of 2$/,
  );
  expect((await harness.fleet.look()).weights).toEqual([100, 0]);
});

test('puts all traffic on the new group when a target of the old one is lost, and records that', async () => {
  const played = await play({
    between: async (look) => {
      if (look === 2) await terminate(serving.blue);
    },
  });
  expect(failureOf(played)).toMatch(
    /^All traffic is on group \S+, before its bakes were over: group \S+ has 1 healthy/,
  );
  const { weights, parameters } = await harness.fleet.look();
  expect(weights).toEqual([0, 100]);
  expect(parameters).toMatchObject({ 'asg/new': green, 'asg/old': serving.blue });
});

test('makes the group larger first where the one that serves has grown', async () => {
  await harness.fleet.grow(serving.blue, 3);
  await play();
  expect(await harness.fleet.look()).toMatchObject({ weights: [0, 100], healthy: [3, 3] });
});

test('moves the traffic back where the group is tagged as retiring', async () => {
  const played = await play({
    between: async (look) => {
      if (look === 2) await retire(green);
    },
  });
  expect(failureOf(played)).toMatch(/from 10 %: group \S+ is being removed$/);
  expect((await harness.fleet.look()).weights).toEqual([100, 0]);
});

test('fails where someone else moves the traffic', async () => {
  const played = await play({
    between: async (look) => {
      if (look === 2) await harness.fleet.weigh(70);
    },
  });
  expect(failureOf(played)).toContain('must have 10 % of the traffic, as this action left it, got: 30 %');
});

test('refuses a group that is not there, or retiring', async () => {
  expect(failureOf(await harness.play(job('steps', `${green}0`)))).toContain(
    'got: no such group; retry the whole stage',
  );
  await retire(green);
  expect(failureOf(await play())).toContain('got: it is being removed; retry the whole stage');
});

test.each(['own', 'target'] as const)(
  'takes a release back with one changing call, where the execution id is the %s one',
  async (given) => {
    await play();
    endExecution(harness, 'Succeeded');
    beginExecution(harness, 'e3000000', 'e1000000');
    harness.proxy.heal();
    const executionId = given === 'own' ? 'e3000000' : 'e1000000';
    const back = harness.job('shiftTraffic', { executionId, group: serving.blue, traffic: 'at-once' });
    const { looks } = await harness.play(back);
    expect(looks).toBe(1);
    expect(changesOf(harness.proxy.operations)).toEqual([
      'ModifyRule',
      'PutParameter',
      'PutParameter',
      'PutParameter',
    ]);
    const { weights, parameters } = await harness.fleet.look();
    expect(weights).toEqual([100, 0]);
    expect(parameters).toMatchObject({ 'asg/new': serving.blue, 'asg/old': green });
    expect(JSON.parse(parameters.release ?? '')).toMatchObject({
      serving: { group: serving.blue, pipelineExecutionId: 'e3000000', cause: 'rollback' },
      previous: { group: green },
    });
    endExecution(harness, 'Succeeded');
    await harness.cleanUp('e3000000', 'SUCCEEDED');
    const { groups } = await harness.fleet.look();
    expect(groups).toMatchObject([{ AutoScalingGroupName: serving.blue, MinSize: 1 }]);
    expect(groups[0] && tagsOf(groups[0])).not.toHaveProperty([RETIRING_TAG]);
  },
);

test('waits until CodePipeline shows the execution of a rollback', async () => {
  await play();
  endExecution(harness, 'Succeeded');
  beginExecution(harness, 'e3000000', 'e1000000');
  harness.answer(GET, () => {
    throw new AwsError('PipelineExecutionNotFoundException', 'not yet');
  });
  const parameters = { executionId: 'e1000000', group: serving.blue, traffic: 'at-once' };
  const back = harness.job('shiftTraffic', parameters);
  const result = await harness.invoke(back);
  const { weights, parameters: before } = await harness.fleet.look();
  expect(weights).toEqual([100, 0]);
  expect(before).toMatchObject({ 'asg/new': green });
  const next = harness.next(back, result);
  if (!next) throw new Error('The action must go on');
  expect(next.continuationToken).toContain('CodePipeline to show execution e3000000');
  harness.answer(GET, () => undefined);
  expect(failureOf(await harness.play(next))).toBeUndefined();
  const { parameters: after } = await harness.fleet.look();
  expect(after).toMatchObject({ 'asg/new': serving.blue, 'asg/old': green });
  expect(JSON.parse(after.release ?? '')).toMatchObject({
    serving: { group: serving.blue, pipelineExecutionId: 'e3000000', cause: 'rollback' },
  });
});

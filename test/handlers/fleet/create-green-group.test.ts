import { DescribeScheduledActionsCommand } from '@aws-sdk/client-auto-scaling';
import { MINIMUM_TAG } from '../../../handlers/contract/names';
import { tagsOf } from '../harness/fleet-fixture';
import { fleetHarness, type PlayOptions } from '../harness/fleet-harness';
import { failureOf } from '../harness/fleet-release';
import {
  beginExecution,
  endExecution,
  greenJob,
  type ServingFleet,
  startServing,
} from '../harness/fleet-start';

const harness = fleetHarness();
let serving: ServingFleet;

beforeEach(async () => {
  serving = await startServing(harness);
});

async function play(options?: PlayOptions) {
  beginExecution(harness, 'e2000000');
  return harness.play(await greenJob(harness, serving), options);
}

const named = (name: string) => `${harness.fleet.name}-${name}`;

async function groupNamed(name: string) {
  const { groups } = await harness.fleet.look();
  return groups.find(({ AutoScalingGroupName }) => AutoScalingGroupName === name);
}

test('brings up a group as large as the one that serves, which keeps its size meanwhile', async () => {
  const { variables } = await play();
  expect(variables).toEqual({
    Group: named('e2000000-1'),
    TargetGroup: harness.fleet.balancer.targetGroups[1],
    BlueGroup: serving.blue,
    Traffic: 'steps',
  });
  const { healthy, weights, parameters } = await harness.fleet.look();
  expect({ healthy, weights }).toEqual({ healthy: [2, 2], weights: [100, 0] });
  expect(JSON.parse(parameters['asg/green'] ?? '')).toMatchObject({
    group: named('e2000000-1'),
    blue: serving.blue,
  });
  const [blue, green] = [await groupNamed(serving.blue), await groupNamed(named('e2000000-1'))];
  expect(blue).toMatchObject({ MinSize: 2 });
  expect(blue && tagsOf(blue)[MINIMUM_TAG]).toBe('1');
  expect(green).toMatchObject({ MinSize: 2, DesiredCapacity: 2, HealthCheckType: 'ELB' });
  expect(green && tagsOf(green)[MINIMUM_TAG]).toBe('1');
});

test('makes two reading calls a look after it has asked for its action, while it waits, and one look after the last target is healthy', async () => {
  const looks: string[][] = [];
  await play({
    between: async () => {
      looks.push(harness.proxy.operations.filter((one) => !one.startsWith('PutJob')));
      harness.proxy.heal();
    },
    step: 15,
  });
  expect(looks.length).toBeGreaterThan(1);
  for (const look of looks.slice(1))
    expect(look).toEqual(['ListActionExecutions', 'DescribeAutoScalingGroups', 'DescribeTargetHealth']);
});

test('gives a group everything that the config has', async () => {
  await harness.fleet.configure({
    group: {
      ...{ types: ['t3.small', 't3a.small'], onDemandPercentage: 50, tags: { team: 'web' } },
      scaling: { cpu: 50, requests: 1000 },
      schedules: [{ name: 'morning', recurrence: '0 7 * * *', timeZone: 'Asia/Tokyo', min: 2 }],
      hooks: [{ name: 'drain', transition: 'terminate', timeout: 30, otherwise: 'continue' }],
      deletionProtection: 'prevent-force-deletion',
    },
  });
  const { result } = await play();
  expect(result?.kind === 'failure' && result.failureDetails?.message).toBe(false);
  const green = await groupNamed(named('e2000000-1'));
  expect(green).toMatchObject({
    MixedInstancesPolicy: {
      LaunchTemplate: { Overrides: [{ InstanceType: 't3.small' }, { InstanceType: 't3a.small' }] },
      InstancesDistribution: { OnDemandPercentageAboveBaseCapacity: 50, OnDemandBaseCapacity: 1 },
    },
    DeletionProtection: 'prevent-force-deletion',
  });
  expect(green && tagsOf(green)).toMatchObject({ team: 'web' });
  const scheduled = await harness.fleet.clients.autoScaling.send(
    new DescribeScheduledActionsCommand({ AutoScalingGroupName: named('e2000000-1') }),
  );
  expect(scheduled.ScheduledUpdateGroupActions).toMatchObject([
    { ScheduledActionName: 'morning', TimeZone: 'Asia/Tokyo', MinSize: 2 },
  ]);
});

test('points the rule of a test listener at the group when that is healthy', async () => {
  const testListenerRule = await harness.fleet.balancer.testListenerRule();
  await harness.fleet.configure({ traffic: { testListenerRule } });
  await play();
  expect(harness.proxy.operations.filter((one) => one === 'ModifyRule')).toHaveLength(1);
});

test('grows with the group that serves', async () => {
  await play({
    between: async (look) => {
      if (look === 2) await harness.fleet.grow(serving.blue, 3);
    },
  });
  expect((await harness.fleet.look()).healthy).toEqual([3, 3]);
  expect(await groupNamed(serving.blue)).toMatchObject({ MinSize: 3 });
});

test('removes a group that is never healthy, and names its instances and why', async () => {
  beginExecution(harness, 'e2000000');
  const played = await harness.play(
    await greenJob(harness, serving, 'e2000000', { 'rehearsal.health': 'never' }),
  );
  expect(failureOf(played)).toMatch(
    /^Group shop-fleet\d+-prd-e2000000-1 must be healthy on every target by 2026-\S+Z, got: i-\w+ \w+, target .*ELB system health check failure.*i-\w+, target unhealthy \(Target\.FailedHealthChecks, .+\)/,
  );
  endExecution(harness, 'Failed');
  await harness.cleanUp('e2000000');
  const { groups, parameters } = await harness.fleet.look();
  expect(groups).toMatchObject([{ AutoScalingGroupName: serving.blue, MinSize: 1, DesiredCapacity: 2 }]);
  expect(groups[0] && tagsOf(groups[0])).not.toHaveProperty([MINIMUM_TAG]);
  expect(parameters['asg/green']).toBe('none');
});

test('uses a group that served before without a changing call, in a rollback in its hold', async () => {
  const imageId = await harness.fleet.image();
  const version = await harness.fleet.version(imageId);
  const newer = await harness.fleet.group({ execution: 'e2000000', imageId, version, on: 1 });
  await harness.pass(60);
  await harness.fleet.weigh(0);
  await harness.fleet.put('asg/new', newer);
  await harness.fleet.put('asg/old', serving.blue);
  harness.proxy.heal();
  beginExecution(harness, 'e3000000', 'e1000000');
  const { variables, looks } = await harness.play(
    await greenJob(harness, serving, 'e3000000', serving.imageId),
  );
  expect(looks).toBe(1);
  expect(variables).toMatchObject({ Group: serving.blue, BlueGroup: newer, Traffic: 'at-once' });
  expect(harness.proxy.operations.filter((one) => !/^(Describe|Get|List|Assume|PutJob)/.test(one))).toEqual(
    [],
  );
});

test('waits for the hold of another release to end, and retires its group where nobody does', async () => {
  const left = await harness.fleet.group({
    ...{ execution: 'e0000000', imageId: serving.imageId, version: serving.version, on: 1 },
  });
  await harness.fleet.put('asg/old', left);
  const { variables, looks } = await play();
  expect(variables).toMatchObject({ Group: named('e2000000-1') });
  expect(looks).toBeGreaterThan(4);
  expect(await groupNamed(left)).toBeUndefined();
});

test('takes the traffic back from an attempt that was abandoned, removes it, and makes the next', async () => {
  const abandoned = await harness.fleet.group({
    ...{ execution: 'e2000000', imageId: serving.imageId, version: serving.version, on: 1 },
  });
  await harness.fleet.put(
    'asg/green',
    JSON.stringify({
      ...{ group: abandoned, targetGroup: harness.fleet.balancer.targetGroups[1], attempt: 1 },
      ...{ execution: 'e2000000', job: 'another', blue: serving.blue },
    }),
  );
  await harness.fleet.weigh(50);
  const { variables } = await play();
  expect(variables).toMatchObject({ Group: named('e2000000-2'), BlueGroup: serving.blue });
  expect(await harness.fleet.look()).toMatchObject({ weights: [100, 0], healthy: [2, 2] });
  expect(await groupNamed(abandoned)).toBeUndefined();
});

test('waits for an execution whose traffic has yet to be approved', async () => {
  const other = await harness.fleet.group({
    ...{ execution: 'e1500000', imageId: serving.imageId, version: serving.version, on: 1 },
  });
  const targetGroup = harness.fleet.balancer.targetGroups[1];
  const green = { group: other, targetGroup, attempt: 1, execution: 'e1500000', job: 'another' };
  await harness.fleet.put('asg/green', JSON.stringify({ ...green, blue: serving.blue }));
  beginExecution(harness, 'e1500000');
  const job = await greenJob(harness, serving);
  const waiting = await harness.invoke(job);
  expect(waiting).toMatchObject({
    executionDetails: {
      summary: `Waiting for execution e1500000 to end, whose group ${other} is not released yet`,
    },
  });
  endExecution(harness, 'Failed');
  beginExecution(harness, 'e2000000');
  const next = harness.next(job, waiting);
  expect(next && (await harness.play(next)).variables).toMatchObject({ Group: named('e2000000-1') });
  expect(await groupNamed(other)).toBeUndefined();
});

test('leaves nothing where AWS refuses the group', async () => {
  await harness.fleet.configure({ group: { subnets: ['subnet-0123456789abcdef0'] } });
  const played = await play();
  expect(failureOf(played)).toContain('subnet-0123456789abcdef0');
  endExecution(harness, 'Failed');
  await harness.cleanUp('e2000000');
  const { groups, parameters } = await harness.fleet.look();
  expect(groups).toMatchObject([{ AutoScalingGroupName: serving.blue, MinSize: 1 }]);
  expect(groups[0] && tagsOf(groups[0])).not.toHaveProperty([MINIMUM_TAG]);
  expect(parameters['asg/green']).toBe('none');
});

test('takes over as the rollback to an older release, whose id its action is given, with a group of its own name', async () => {
  beginExecution(harness, 'e4000000', 'e1000000');
  const { variables } = await harness.play(await greenJob(harness, serving, 'e1000000'));
  expect(variables).toMatchObject({ Group: `${harness.fleet.name}-e4000000-1`, BlueGroup: serving.blue });
});

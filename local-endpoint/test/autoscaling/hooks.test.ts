import {
  CompleteLifecycleActionCommand,
  DeleteLifecycleHookCommand,
  DescribeLifecycleHooksCommand,
  PutLifecycleHookCommand,
  RecordLifecycleActionHeartbeatCommand,
  SetDesiredCapacityCommand,
} from '@aws-sdk/client-auto-scaling';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { createFleet, type Fleet } from './support/fleet';
import { startAutoScaling } from './support/start';

let endpoint: TestEndpoint;
let fleet: Fleet;

beforeAll(async () => {
  endpoint = await startAutoScaling();
  fleet = await createFleet(endpoint);
});

afterAll(() => endpoint.close());

const LAUNCH = {
  LifecycleHookName: 'warm',
  LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  HeartbeatTimeout: 120,
};
const TERMINATE = {
  LifecycleHookName: 'save',
  LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  HeartbeatTimeout: 120,
  DefaultResult: 'CONTINUE',
};

const inState = (name: string, state: string) =>
  advanceUntil(endpoint.clock, async () => {
    const { Instances = [] } = await fleet.group(name);
    return Instances.find(({ LifecycleState }) => LifecycleState === state)?.InstanceId;
  });

const actionOf = (detailType: string, id: string) =>
  endpoint.events.find((event) => event['detail-type'] === detailType && event.detail.EC2InstanceId === id)
    ?.detail;

const resize = (AutoScalingGroupName: string, DesiredCapacity: number) =>
  fleet.autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity }));

it('has an instance wait before it gets into service, and before it is terminated', async () => {
  const AutoScalingGroupName = await fleet.create({
    DesiredCapacity: 1,
    TargetGroupARNs: [fleet.targetGroup],
    LifecycleHookSpecificationList: [LAUNCH, TERMINATE],
  });
  const InstanceId = await inState(AutoScalingGroupName, 'Pending:Wait');
  expect(await fleet.targets()).toEqual({});
  expect(await fleet.activities(AutoScalingGroupName)).toMatchObject([{ StatusCode: 'MidLifecycleAction' }]);
  const action = actionOf('EC2 Instance-launch Lifecycle Action', InstanceId);
  expect(action).toMatchObject({
    AutoScalingGroupName,
    LifecycleHookName: 'warm',
    LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
    Origin: 'EC2',
    Destination: 'AutoScalingGroup',
  });
  const hook = { AutoScalingGroupName, LifecycleHookName: 'warm' };
  await fleet.autoScaling.send(
    new CompleteLifecycleActionCommand({
      ...hook,
      LifecycleActionToken: String(action?.LifecycleActionToken),
      LifecycleActionResult: 'CONTINUE',
    }),
  );
  await fleet.settled(AutoScalingGroupName, 1);
  expect(Object.keys(await fleet.targets())).toEqual([InstanceId]);
  await expect(
    fleet.autoScaling.send(
      new CompleteLifecycleActionCommand({ ...hook, InstanceId, LifecycleActionResult: 'CONTINUE' }),
    ),
  ).rejects.toMatchObject({
    name: 'ValidationError',
    message: `No active Lifecycle Action found with instance ID ${InstanceId}`,
  });
  await resize(AutoScalingGroupName, 0);
  expect(await inState(AutoScalingGroupName, 'Terminating:Wait')).toBe(InstanceId);
  expect(actionOf('EC2 Instance-terminate Lifecycle Action', InstanceId)).toMatchObject({
    LifecycleHookName: 'save',
    Origin: 'AutoScalingGroup',
    Destination: 'EC2',
  });
  await fleet.autoScaling.send(
    new CompleteLifecycleActionCommand({
      AutoScalingGroupName,
      LifecycleHookName: 'save',
      InstanceId,
      LifecycleActionResult: 'CONTINUE',
    }),
  );
  await advanceUntil(
    endpoint.clock,
    async () => (await fleet.group(AutoScalingGroupName)).Instances?.length === 0,
  );
});

it('terminates an instance whose launch times out, and launches another', async () => {
  const AutoScalingGroupName = await fleet.create({
    DesiredCapacity: 1,
    LifecycleHookSpecificationList: [LAUNCH],
  });
  const id = await inState(AutoScalingGroupName, 'Pending:Wait');
  const [launch] = await advanceUntil(endpoint.clock, async () => {
    const activities = await fleet.activities(AutoScalingGroupName);
    return activities.some(({ StatusCode }) => StatusCode === 'Cancelled') && activities;
  });
  expect(launch).toBeDefined();
  await advanceUntil(endpoint.clock, async () =>
    (await fleet.group(AutoScalingGroupName)).Instances?.some(
      ({ InstanceId, LifecycleState }) => InstanceId !== id && LifecycleState === 'Pending:Wait',
    ),
  );
});

it('waits for longer where a heartbeat is recorded', async () => {
  const AutoScalingGroupName = await fleet.create({
    DesiredCapacity: 1,
    LifecycleHookSpecificationList: [LAUNCH],
  });
  const InstanceId = await inState(AutoScalingGroupName, 'Pending:Wait');
  const until = endpoint.clock.now().getTime() + 200_000;
  while (endpoint.clock.now().getTime() < until) {
    await fleet.autoScaling.send(
      new RecordLifecycleActionHeartbeatCommand({
        AutoScalingGroupName,
        LifecycleHookName: 'warm',
        InstanceId,
      }),
    );
    const next = endpoint.clock.now().getTime() + 60_000;
    await advanceUntil(endpoint.clock, () => endpoint.clock.now().getTime() >= next);
  }
  expect((await fleet.group(AutoScalingGroupName)).Instances).toMatchObject([
    { InstanceId, LifecycleState: 'Pending:Wait' },
  ]);
});

it('ends outstanding actions of a hook that is deleted', async () => {
  const AutoScalingGroupName = await fleet.create({ DesiredCapacity: 1 });
  await fleet.settled(AutoScalingGroupName, 1);
  await fleet.autoScaling.send(new PutLifecycleHookCommand({ AutoScalingGroupName, ...TERMINATE }));
  const { LifecycleHooks } = await fleet.autoScaling.send(
    new DescribeLifecycleHooksCommand({ AutoScalingGroupName }),
  );
  expect(LifecycleHooks).toMatchObject([{ ...TERMINATE, GlobalTimeout: 12_000 }]);
  await resize(AutoScalingGroupName, 0);
  await inState(AutoScalingGroupName, 'Terminating:Wait');
  await fleet.autoScaling.send(
    new DeleteLifecycleHookCommand({ AutoScalingGroupName, LifecycleHookName: 'save' }),
  );
  await advanceUntil(
    endpoint.clock,
    async () => (await fleet.group(AutoScalingGroupName)).Instances?.length === 0,
  );
});

it('retains an instance whose termination is abandoned, where the group’s policy asks for that', async () => {
  const AutoScalingGroupName = await fleet.create({
    DesiredCapacity: 1,
    LifecycleHookSpecificationList: [{ ...TERMINATE, DefaultResult: 'ABANDON' }],
    InstanceLifecyclePolicy: { RetentionTriggers: { TerminateHookAbandon: 'retain' } },
  });
  await fleet.settled(AutoScalingGroupName, 1);
  await resize(AutoScalingGroupName, 0);
  const retained = await inState(AutoScalingGroupName, 'Terminating:Retained');
  expect(retained).toMatch(/^i-/);
});

it('refuses hooks that AWS does not take', async () => {
  const AutoScalingGroupName = await fleet.create({ DesiredCapacity: 0 });
  const put = (hook: object) =>
    fleet.autoScaling.send(new PutLifecycleHookCommand({ AutoScalingGroupName, ...LAUNCH, ...hook }));
  for (const hook of [
    { HeartbeatTimeout: 10 },
    { LifecycleTransition: 'autoscaling:EC2_INSTANCE_SLEEPING' },
    { DefaultResult: 'MAYBE' },
    { NotificationTargetARN: 'arn:aws:sns:ap-northeast-1:123456789012:none' },
  ])
    await expect(put(hook)).rejects.toMatchObject({ name: 'ValidationError' });
});

import {
  CancelInstanceRefreshCommand,
  DescribeInstanceRefreshesCommand,
  type InstanceRefresh,
  type RefreshPreferences,
  RollbackInstanceRefreshCommand,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DeregisterImageCommand } from '@aws-sdk/client-ec2';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { createFleet, type Fleet } from './support/fleet';
import { startAutoScaling } from './support/start';

let endpoint: TestEndpoint;
let fleet: Fleet;
let name: string;

beforeAll(async () => {
  endpoint = await startAutoScaling();
  fleet = await createFleet(endpoint);
});

afterAll(() => endpoint.close());

beforeEach(async () => {
  name = await fleet.create({ DesiredCapacity: 4, MaxSize: 8 });
  await fleet.settled(name, 4);
});

async function start(Version: string, Preferences: RefreshPreferences = {}): Promise<string> {
  const { InstanceRefreshId = '' } = await fleet.autoScaling.send(
    new StartInstanceRefreshCommand({
      AutoScalingGroupName: name,
      DesiredConfiguration: { LaunchTemplate: { LaunchTemplateId: fleet.template, Version } },
      Preferences: { InstanceWarmup: 30, ...Preferences },
    }),
  );
  return InstanceRefreshId;
}

async function refresh(): Promise<InstanceRefresh> {
  const { InstanceRefreshes: [last] = [] } = await fleet.autoScaling.send(
    new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: name }),
  );
  if (!last) throw new Error('no refresh');
  return last;
}

const ended = (status: string) =>
  advanceUntil(endpoint.clock, async () => {
    const last = await refresh();
    return last.Status === status && last;
  });

const EVENT = 'EC2 Auto Scaling Instance Refresh ';

/** What the events of the group's refreshes report, in the order they were sent. */
const reported = (): string[] =>
  endpoint.events
    .filter(({ detail }) => (detail as { AutoScalingGroupName?: string }).AutoScalingGroupName === name)
    .map((event) => event['detail-type'])
    .filter((type) => type.startsWith(EVENT))
    .map((type) => type.slice(EVENT.length));

const versions = async () =>
  ((await fleet.group(name)).Instances ?? []).map(({ LaunchTemplate }) => LaunchTemplate?.Version);

it('replaces all instances, and leaves its configuration to the group', async () => {
  const Version = await fleet.newVersion();
  const InstanceRefreshId = await start(Version, { MinHealthyPercentage: 50 });
  let least = 4;
  await advanceUntil(endpoint.clock, async () => {
    const { Instances = [], LaunchTemplate } = await fleet.group(name);
    const inService = Instances.filter(({ LifecycleState }) => LifecycleState === 'InService').length;
    least = Math.min(least, inService);
    const last = await refresh();
    if (last.Status === 'InProgress') expect(LaunchTemplate?.Version).toBe('1');
    return last.Status === 'Successful';
  });
  expect(least).toBe(2);
  expect(await refresh()).toMatchObject({
    InstanceRefreshId,
    PercentageComplete: 100,
    InstancesToUpdate: 0,
    Preferences: { MinHealthyPercentage: 50, MaxHealthyPercentage: 100, SkipMatching: false },
  });
  expect(await versions()).toEqual(Array(4).fill(Version));
  expect((await fleet.group(name)).LaunchTemplate?.Version).toBe(Version);
  expect(reported()).toEqual(['Started', 'Succeeded']);
});

it('launches before it terminates where it may grow', async () => {
  const Version = await fleet.newVersion();
  await start(Version, { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 });
  const counts = new Set<number>();
  await advanceUntil(endpoint.clock, async () => {
    const { Instances = [] } = await fleet.group(name);
    const inService = Instances.filter(({ LifecycleState }) => LifecycleState === 'InService').length;
    counts.add(inService);
    return (await refresh()).Status === 'Successful';
  });
  expect(Math.min(...counts)).toBe(4);
  expect(Math.max(...counts)).toBe(6);
  expect(await versions()).toEqual(Array(4).fill(Version));
});

it('leaves alone what matches', async () => {
  await start('1', { SkipMatching: true });
  expect(await ended('Successful')).toMatchObject({ InstancesToUpdate: 0, PercentageComplete: 100 });
  expect((await fleet.activities(name)).filter(({ Description = '' }) => /^Term/.test(Description))).toEqual(
    [],
  );
});

it('waits at its checkpoints, and bakes at the end', async () => {
  const Version = await fleet.newVersion();
  await start(Version, {
    MinHealthyPercentage: 50,
    CheckpointPercentages: [50, 100],
    CheckpointDelay: 600,
    BakeTime: 300,
  });
  const before = endpoint.clock.now().getTime();
  await ended('Baking');
  expect(endpoint.clock.now().getTime() - before).toBeGreaterThan(600_000);
  await ended('Successful');
  expect(endpoint.clock.now().getTime() - before).toBeGreaterThan(900_000);
});

it('rolls back by itself when an alarm fires', async () => {
  const cloudWatch = new CloudWatchClient(endpoint.client());
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'errors',
      MetricName: 'Errors',
      Namespace: 'Shop',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Period: 60,
      Statistic: 'Sum',
      Threshold: 1,
    }),
  );
  const Version = await fleet.newVersion();
  await start(Version, {
    MinHealthyPercentage: 50,
    AutoRollback: true,
    AlarmSpecification: { Alarms: ['errors'] },
  });
  await advanceUntil(endpoint.clock, async () => (await versions()).includes(Version));
  await cloudWatch.send(
    new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'test' }),
  );
  const { RollbackDetails } = await ended('RollbackSuccessful');
  expect(RollbackDetails).toMatchObject({
    RollbackReason: 'CloudWatch alarm errors is in the ALARM state.',
    InstancesToUpdateOnRollback: expect.any(Number) as number,
  });
  expect(await versions()).toEqual(Array(4).fill('1'));
  expect((await fleet.group(name)).LaunchTemplate?.Version).toBe('1');
});

it('counts an instance when the one in its place is warm, and goes back to zero percent in a rollback', async () => {
  const Version = await fleet.newVersion();
  await start(Version, { MinHealthyPercentage: 100, MaxHealthyPercentage: 125, BakeTime: 600 });
  const seen: number[] = [];
  const percentages = (status: string) =>
    advanceUntil(endpoint.clock, async () => {
      const { Status, PercentageComplete = -1 } = await refresh();
      if (seen.at(-1) !== PercentageComplete) seen.push(PercentageComplete);
      return Status === status;
    });
  await percentages('Baking');
  expect(seen).toEqual([0, 25, 50, 75, 100]);
  await fleet.autoScaling.send(new RollbackInstanceRefreshCommand({ AutoScalingGroupName: name }));
  seen.length = 0;
  await percentages('RollbackSuccessful');
  expect(seen).toEqual([100, 75, 50, 25, 0]);
  expect(await refresh()).toMatchObject({
    InstancesToUpdate: 0,
    RollbackDetails: { PercentageCompleteOnRollback: 100, InstancesToUpdateOnRollback: 0 },
  });
});

it('rolls back when it is asked to, and fails where nothing can be launched', async () => {
  const ImageId = await fleet.newImage();
  const Version = await fleet.newVersion({ ImageId });
  await start(Version, { MinHealthyPercentage: 50 });
  await fleet.ec2.send(new DeregisterImageCommand({ ImageId }));
  const rollBack = () =>
    fleet.autoScaling.send(new RollbackInstanceRefreshCommand({ AutoScalingGroupName: name }));
  await rollBack();
  expect((await refresh()).Status).toBe('RollbackInProgress');
  await ended('RollbackSuccessful');
  expect(reported().slice(-2)).toEqual(['Rollback Started', 'Rollback Succeeded']);
  expect(await versions()).toEqual(Array(4).fill('1'));
  await expect(rollBack()).rejects.toMatchObject({ name: 'ActiveInstanceRefreshNotFoundFault' });
});

it.each([
  { left: 'some old ones', MinHealthyPercentage: 75, replaced: 1 },
  { left: 'no old ones', MinHealthyPercentage: 50, replaced: 2 },
])(
  'fails when nothing can be launched for an hour, with $left left',
  async ({ replaced, ...preferences }) => {
    const ImageId = await fleet.newImage();
    const Version = await fleet.newVersion({ ImageId });
    const isNew = (version?: string) => version === Version;
    await start(Version, { MinHealthyPercentage: preferences.MinHealthyPercentage });
    await advanceUntil(
      endpoint.clock,
      async () => (await versions()).filter(isNew).length === replaced,
      1_000,
    );
    await fleet.ec2.send(new DeregisterImageCommand({ ImageId }));
    expect(await ended('Failed')).toMatchObject({
      StatusReason: expect.stringContaining('one hour') as string,
    });
    expect(reported()).toEqual(['Started', 'Failed']);
    expect((await versions()).filter(isNew)).toHaveLength(replaced);
  },
);

it('takes no instance for ready that the load balancer has not found healthy, even in its grace period', async () => {
  const checked = await fleet.create({
    ...{ DesiredCapacity: 2, TargetGroupARNs: [fleet.targetGroup] },
    ...{ HealthCheckType: 'ELB', HealthCheckGracePeriod: 7200 },
  });
  await fleet.settled(checked, 2);
  name = checked;
  const ImageId = await fleet.newImage({ 'rehearsal.health': 'never' });
  await start(await fleet.newVersion({ ImageId }), { AutoRollback: true, MinHealthyPercentage: 50 });
  const last = await ended('RollbackSuccessful');
  expect(last.RollbackDetails?.RollbackReason).toBe('No instance could be replaced within one hour.');
  expect(await versions()).toEqual(['1', '1']);
});

it('leaves in a rollback the instances that are healthy, and replaces first the one that is not yet', async () => {
  const checked = await fleet.create({
    ...{ DesiredCapacity: 2, MaxSize: 4, TargetGroupARNs: [fleet.targetGroup] },
    ...{ HealthCheckType: 'ELB', HealthCheckGracePeriod: 7200 },
  });
  await fleet.settled(checked, 2);
  name = checked;
  const Version = await fleet.newVersion();
  await start(Version, { InstanceWarmup: 0, MinHealthyPercentage: 100, MaxHealthyPercentage: 150 });
  const inService = async () => {
    const { Instances = [] } = await fleet.group(name);
    return Instances.filter(({ LifecycleState }) => LifecycleState === 'InService');
  };
  const news = async () => (await inService()).filter((one) => one.LaunchTemplate?.Version === Version);
  await advanceUntil(endpoint.clock, async () => (await news()).length === 2, 1_000);
  const [healthy, idle] = await news();
  await fleet.autoScaling.send(new RollbackInstanceRefreshCommand({ AutoScalingGroupName: name }));
  await advanceUntil(endpoint.clock, async () => (await inService()).length < 3, 1_000);
  const left = (await inService()).map(({ InstanceId }) => InstanceId);
  expect(left).toContain(healthy?.InstanceId);
  expect(left).not.toContain(idle?.InstanceId);
  await ended('RollbackSuccessful');
});

it('can be cancelled', async () => {
  const Version = await fleet.newVersion();
  await start(Version, { MinHealthyPercentage: 75 });
  await advanceUntil(endpoint.clock, async () => (await versions()).includes(Version));
  const cancel = () =>
    fleet.autoScaling.send(new CancelInstanceRefreshCommand({ AutoScalingGroupName: name }));
  await cancel();
  expect((await refresh()).Status).toMatch(/^Cancell(ing|ed)$/); // it is over at once where no instance is on its way
  await ended('Cancelled');
  expect(reported()).toEqual(['Started', 'Cancelled']);
  expect(await versions()).toContain('1');
  await expect(cancel()).rejects.toMatchObject({ name: 'ActiveInstanceRefreshNotFoundFault' });
});

it('refuses a second refresh, another template meanwhile, and a rollback that has nothing to return to', async () => {
  const Version = await fleet.newVersion();
  await start(Version);
  await expect(start(Version)).rejects.toMatchObject({
    name: 'InstanceRefreshInProgressFault',
    message: 'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
  });
  await expect(
    fleet.autoScaling.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: name,
        LaunchTemplate: { LaunchTemplateId: fleet.template, Version },
      }),
    ),
  ).rejects.toMatchObject({ name: 'ScalingActivityInProgressFault' });
  await fleet.autoScaling.send(new CancelInstanceRefreshCommand({ AutoScalingGroupName: name }));
  await ended('Cancelled');
  await expect(start('$Latest', { AutoRollback: true })).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(start('99')).rejects.toMatchObject({ name: 'ValidationError' });
  await fleet.autoScaling.send(new StartInstanceRefreshCommand({ AutoScalingGroupName: name }));
  await expect(
    fleet.autoScaling.send(new RollbackInstanceRefreshCommand({ AutoScalingGroupName: name })),
  ).rejects.toMatchObject({ name: 'IrreversibleInstanceRefreshFault' });
});

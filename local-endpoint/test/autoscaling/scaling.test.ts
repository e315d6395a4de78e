import {
  BatchPutScheduledUpdateGroupActionCommand,
  DeletePolicyCommand,
  DescribePoliciesCommand,
  DescribeScheduledActionsCommand,
  ExecutePolicyCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
  SuspendProcessesCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { createFleet, type Fleet } from './support/fleet';
import { startAutoScaling } from './support/start';

let endpoint: TestEndpoint;
let fleet: Fleet;
let cloudWatch: CloudWatchClient;

beforeAll(async () => {
  endpoint = await startAutoScaling();
  fleet = await createFleet(endpoint);
  cloudWatch = new CloudWatchClient(endpoint.client());
});

afterAll(() => endpoint.close());

const setState = (AlarmName: string, StateValue: 'ALARM' | 'OK') =>
  cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'test' }));

const desiredOf = async (name: string) => (await fleet.group(name)).DesiredCapacity;

describe('a target tracking policy', () => {
  let name: string;
  let high: string;
  let low: string;

  beforeAll(async () => {
    name = await fleet.create();
    const { Alarms = [], PolicyARN } = await fleet.autoScaling.send(
      new PutScalingPolicyCommand({
        AutoScalingGroupName: name,
        PolicyName: 'cpu',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingConfiguration: {
          PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
          TargetValue: 60,
        },
      }),
    );
    expect(PolicyARN).toContain(`:autoScalingGroupName/${name}:policyName/cpu`);
    [high = '', low = ''] = Alarms.map(({ AlarmName = '' }) => AlarmName);
  });

  it('has two alarms that execute it', async () => {
    const { MetricAlarms = [] } = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [high, low] }),
    );
    const { ScalingPolicies: [policy] = [] } = await fleet.autoScaling.send(
      new DescribePoliciesCommand({ AutoScalingGroupName: name }),
    );
    expect(MetricAlarms).toHaveLength(2);
    expect(MetricAlarms.find(({ AlarmName }) => AlarmName === high)).toMatchObject({
      Namespace: 'AWS/EC2',
      MetricName: 'CPUUtilization',
      Threshold: 60,
      Dimensions: [{ Name: 'AutoScalingGroupName', Value: name }],
      AlarmActions: [policy?.PolicyARN],
    });
    expect(policy).toMatchObject({ PolicyType: 'TargetTrackingScaling', Enabled: true });
    expect(policy?.Alarms).toHaveLength(2);
  });

  it('grows the group when its high alarm fires, and shrinks it when its low alarm does', async () => {
    await setState(high, 'ALARM');
    await fleet.settled(name, 3);
    expect((await fleet.activities(name))[0]?.Cause).toMatch(
      new RegExp(
        `^At \\S+Z a monitor alarm ${high} in state ALARM triggered policy cpu changing the desired capacity from 2 to 3\\.`,
      ),
    );
    await setState(low, 'ALARM');
    await fleet.settled(name, 2);
  });

  it('does nothing while alarms are suspended', async () => {
    await fleet.autoScaling.send(
      new SuspendProcessesCommand({
        AutoScalingGroupName: name,
        ScalingProcesses: ['AlarmNotification'],
      }),
    );
    await setState(high, 'OK');
    await setState(high, 'ALARM');
    await advanceUntil(endpoint.clock, () => true);
    expect(await desiredOf(name)).toBe(2);
  });

  it('takes its alarms with it', async () => {
    await fleet.autoScaling.send(new DeletePolicyCommand({ AutoScalingGroupName: name, PolicyName: 'cpu' }));
    const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [high, low] }));
    expect(MetricAlarms).toEqual([]);
  });
});

it('executes simple and step policies, within the bounds and the cooldown', async () => {
  const AutoScalingGroupName = await fleet.create({ DesiredCapacity: 1 });
  const put = async (policy: object) =>
    (
      await fleet.autoScaling.send(
        new PutScalingPolicyCommand({ AutoScalingGroupName, PolicyName: 'grow', ...policy }),
      )
    ).PolicyARN ?? '';
  const grow = await put({ AdjustmentType: 'ChangeInCapacity', ScalingAdjustment: 2, Cooldown: 60 });
  const steps = await put({
    PolicyName: 'steps',
    PolicyType: 'StepScaling',
    AdjustmentType: 'PercentChangeInCapacity',
    MinAdjustmentMagnitude: 1,
    StepAdjustments: [
      { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 10 },
      { MetricIntervalLowerBound: 10, ScalingAdjustment: 100 },
    ],
  });
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: `${AutoScalingGroupName}-busy`,
      AlarmActions: [grow],
      MetricName: 'Busy',
      Namespace: 'Shop',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Period: 60,
      Statistic: 'Sum',
      Threshold: 1,
    }),
  );
  await setState(`${AutoScalingGroupName}-busy`, 'ALARM');
  await advanceUntil(endpoint.clock, async () => (await desiredOf(AutoScalingGroupName)) === 3, 10);
  const execute = (HonorCooldown: boolean) =>
    fleet.autoScaling.send(
      new ExecutePolicyCommand({ AutoScalingGroupName, PolicyName: 'grow', HonorCooldown }),
    );
  await expect(execute(true)).rejects.toMatchObject({ name: 'ScalingActivityInProgressFault' });
  await execute(false);
  expect(await desiredOf(AutoScalingGroupName)).toBe(4);
  await fleet.autoScaling.send(
    new ExecutePolicyCommand({ PolicyName: steps, MetricValue: 5, BreachThreshold: 0 }),
  );
  expect(await desiredOf(AutoScalingGroupName)).toBe(4);
});

describe('scheduled actions', () => {
  it('change the sizes of their group at their time, in their time zone', async () => {
    const AutoScalingGroupName = await fleet.create({ DesiredCapacity: 1 });
    const { FailedScheduledUpdateGroupActions } = await fleet.autoScaling.send(
      new BatchPutScheduledUpdateGroupActionCommand({
        AutoScalingGroupName,
        ScheduledUpdateGroupActions: [
          {
            ScheduledActionName: 'morning',
            Recurrence: '0 9 * * *',
            TimeZone: 'Asia/Tokyo',
            MinSize: 3,
            MaxSize: 6,
          },
          { ScheduledActionName: 'night', Recurrence: '0 22 * * 1-5', MinSize: 1, DesiredCapacity: 1 },
          { ScheduledActionName: 'wrong', Recurrence: '61 * * * *', MinSize: 1 },
        ],
      }),
    );
    expect(FailedScheduledUpdateGroupActions).toMatchObject([
      { ScheduledActionName: 'wrong', ErrorCode: 'ValidationError' },
    ]);
    const { ScheduledUpdateGroupActions = [] } = await fleet.autoScaling.send(
      new DescribeScheduledActionsCommand({ AutoScalingGroupName }),
    );
    const [morning, night] = ScheduledUpdateGroupActions;
    expect(morning?.StartTime?.toISOString()).toMatch(/T00:00:00\.000Z$/);
    expect(morning?.TimeZone).toBe('Asia/Tokyo');
    expect(night?.StartTime?.toISOString()).toBe('2026-01-01T22:00:00.000Z');
    await advanceUntil(endpoint.clock, async () => (await desiredOf(AutoScalingGroupName)) === 3, 3_600_000);
    expect(await fleet.group(AutoScalingGroupName)).toMatchObject({ MinSize: 3, MaxSize: 6 });
    await advanceUntil(
      endpoint.clock,
      async () => (await fleet.activities(AutoScalingGroupName)).length > 1,
      1000,
    );
    expect((await fleet.activities(AutoScalingGroupName))[0]?.Cause).toContain(
      'a scheduled action update of AutoScalingGroup constraints to min: 3, max: 6, desired: 3 changing the desired capacity from 1 to 3.',
    );
  });

  it('are refused where they lie in the past or change nothing', async () => {
    const AutoScalingGroupName = await fleet.create({ DesiredCapacity: 0 });
    const put = (action: object) =>
      fleet.autoScaling.send(
        new PutScheduledUpdateGroupActionCommand({
          AutoScalingGroupName,
          ScheduledActionName: 'x',
          ...action,
        }),
      );
    await expect(put({ StartTime: new Date(0), MinSize: 1 })).rejects.toMatchObject({
      message: 'Given start time is in the past',
    });
    await expect(put({ Recurrence: '0 0 * * *' })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(put({ Recurrence: '0 0 * * *', MinSize: 2, DesiredCapacity: 1 })).rejects.toMatchObject({
      message: 'Desired capacity must be greater than or equal to min size',
    });
  });
});

import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { createRollingService, type RollingServiceFixture, web } from './support/rolling-service';

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEcs();
});

afterAll(() => endpoint.close());

/** Moves the clock until a task of the new deployment serves. */
const newTarget = (rolling: RollingServiceFixture, before: readonly string[]): Promise<true> =>
  advanceUntil(
    endpoint.clock,
    async () => (await rolling.targets()).some((target) => !before.includes(target)),
    1_000,
  );

describe('alarms', () => {
  const createAlarm = async (rollback: boolean) => {
    const name = `alarm-${Math.random()}`;
    const cloudWatch = new CloudWatchClient(endpoint.client());
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        MetricName: 'HTTPCode_Target_5XX_Count',
        Namespace: 'AWS/ApplicationELB',
        Period: 60,
        Statistic: 'Sum',
        Threshold: 1,
      }),
    );
    const set = async (StateValue: 'ALARM' | 'OK') =>
      cloudWatch.send(new SetAlarmStateCommand({ AlarmName: name, StateValue, StateReason: 'test' }));
    return { set, alarms: { alarmNames: [name], enable: true, rollback } };
  };

  it('roll a deployment back while it replaces tasks', async () => {
    const alarm = await createAlarm(true);
    const rolling = await createRollingService(endpoint, {
      deploymentConfiguration: { alarms: alarm.alarms },
    });
    await rolling.rollout('COMPLETED');
    const { taskDefinition, deployments } = await rolling.describe();
    const before = await rolling.targets();
    await rolling.update({ taskDefinition: await rolling.register([web({ image: 'httpd' })]) });
    const failing = (await rolling.primary()).id;
    await newTarget(rolling, before);
    await alarm.set('ALARM');
    await advanceUntil(
      endpoint.clock,
      async () => (await rolling.primary()).id === deployments?.[0]?.id,
      1_000,
    );
    expect(await rolling.messages()).toContain(
      `(service ${rolling.name}) (deployment ${failing}) deployment failed: alarm detected.`,
    );
    await rolling.rollout('COMPLETED');
    expect(await rolling.describe()).toMatchObject({ taskDefinition, runningCount: 2 });
    expect(await rolling.targets()).toHaveLength(2);
  });

  it('roll it back for a while after all its tasks run, too', async () => {
    const alarm = await createAlarm(true);
    const rolling = await createRollingService(endpoint, {
      deploymentConfiguration: { alarms: alarm.alarms },
    });
    await rolling.rollout('COMPLETED');
    const { taskDefinition } = await rolling.describe();
    await rolling.update({ taskDefinition: await rolling.register([web({ image: 'httpd' })]) });
    const isInPlace = async () => (await rolling.describe()).deployments?.[1]?.runningCount === 0;
    await advanceUntil(endpoint.clock, isInPlace, 1_000);
    expect((await rolling.primary()).rolloutState).toBe('IN_PROGRESS');
    await alarm.set('ALARM');
    await advanceUntil(
      endpoint.clock,
      async () => (await rolling.describe()).taskDefinition === taskDefinition,
    );
    await rolling.rollout('COMPLETED');
    const tasks = await rolling.tasks();
    expect(tasks.map((task) => task.taskDefinitionArn)).toEqual([taskDefinition, taskDefinition]);
  });

  it('fail it without a rollback where the service asks for none', async () => {
    const alarm = await createAlarm(false);
    const rolling = await createRollingService(endpoint, {
      deploymentConfiguration: { alarms: alarm.alarms },
    });
    await rolling.rollout('COMPLETED');
    const before = await rolling.targets();
    await rolling.update({ forceNewDeployment: true });
    await newTarget(rolling, before);
    await alarm.set('ALARM');
    expect(await rolling.rollout('FAILED')).toMatchObject({ status: 'PRIMARY' });
    expect((await rolling.targets()).length).toBeGreaterThanOrEqual(2);
  });

  it('are ignored by a deployment that begins while one of them is active', async () => {
    const alarm = await createAlarm(true);
    const rolling = await createRollingService(endpoint, {
      deploymentConfiguration: { alarms: alarm.alarms },
    });
    await rolling.rollout('COMPLETED');
    await alarm.set('ALARM');
    const { deployments } = await rolling.update({ forceNewDeployment: true });
    expect(await rolling.rollout('COMPLETED')).toMatchObject({ id: deployments?.[0]?.id });
  });
});

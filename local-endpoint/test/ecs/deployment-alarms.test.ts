import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { openRoller, type Roller, web } from './support/roller';

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEcs();
});

afterAll(() => endpoint.close());

/** Waits until a task of the new deployment serves: from then on it stays, while what is replaced is there for a moment only. */
const newTarget = (roller: Roller, before: readonly string[]): Promise<true> =>
  advanceUntil(
    endpoint.clock,
    async () => (await roller.targets()).some((target) => !before.includes(target)),
    1_000,
  );

describe('alarms', () => {
  const alarms = async (rollback: boolean) => {
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
    const alarm = await alarms(true);
    const roller = await openRoller(endpoint, { deploymentConfiguration: { alarms: alarm.alarms } });
    await roller.rollout('COMPLETED');
    const { taskDefinition, deployments } = await roller.describe();
    const before = await roller.targets();
    await roller.update({ taskDefinition: await roller.register([web({ image: 'httpd' })]) });
    const failing = (await roller.primary()).id;
    await newTarget(roller, before);
    await alarm.set('ALARM');
    await advanceUntil(
      endpoint.clock,
      async () => (await roller.primary()).id === deployments?.[0]?.id,
      1_000,
    );
    expect(await roller.messages()).toContain(
      `(service ${roller.name}) (deployment ${failing}) deployment failed: alarm detected.`,
    );
    await roller.rollout('COMPLETED');
    expect(await roller.describe()).toMatchObject({ taskDefinition, runningCount: 2 });
    expect(await roller.targets()).toHaveLength(2);
  });

  it('roll it back too when all its tasks are in place, for a while', async () => {
    const alarm = await alarms(true);
    const roller = await openRoller(endpoint, { deploymentConfiguration: { alarms: alarm.alarms } });
    await roller.rollout('COMPLETED');
    const { taskDefinition } = await roller.describe();
    await roller.update({ taskDefinition: await roller.register([web({ image: 'httpd' })]) });
    const isInPlace = async () => (await roller.describe()).deployments?.[1]?.runningCount === 0;
    await advanceUntil(endpoint.clock, isInPlace, 1_000);
    expect((await roller.primary()).rolloutState).toBe('IN_PROGRESS');
    await alarm.set('ALARM');
    await advanceUntil(
      endpoint.clock,
      async () => (await roller.describe()).taskDefinition === taskDefinition,
    );
    await roller.rollout('COMPLETED');
    const tasks = await roller.tasks();
    expect(tasks.map((task) => task.taskDefinitionArn)).toEqual([taskDefinition, taskDefinition]);
  });

  it('only end it where nothing is said of rollback', async () => {
    const alarm = await alarms(false);
    const roller = await openRoller(endpoint, { deploymentConfiguration: { alarms: alarm.alarms } });
    await roller.rollout('COMPLETED');
    const before = await roller.targets();
    await roller.update({ forceNewDeployment: true });
    await newTarget(roller, before);
    await alarm.set('ALARM');
    expect(await roller.rollout('FAILED')).toMatchObject({ status: 'PRIMARY' });
    expect((await roller.targets()).length).toBeGreaterThanOrEqual(2);
  });

  it('do not hinder a deployment that begins while one of them is on', async () => {
    const alarm = await alarms(true);
    const roller = await openRoller(endpoint, { deploymentConfiguration: { alarms: alarm.alarms } });
    await roller.rollout('COMPLETED');
    await alarm.set('ALARM');
    const { deployments } = await roller.update({ forceNewDeployment: true });
    expect(await roller.rollout('COMPLETED')).toMatchObject({ id: deployments?.[0]?.id });
  });
});

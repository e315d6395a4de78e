import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { ContainerDefinition, DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { createEcs } from '../../rehearsal/ecs/service';
import { ACCOUNT, REGION, startEndpoint, type TestEndpoint } from './support/endpoint';
import { BROKEN_IMAGES, openRoller, pushBrokenImages, type Roller, web } from './support/roller';
import { pushImage } from './support/shop';
import { until } from './support/until';

const MISSING = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/nothing:v1`;
const BREAKER = { enable: true, rollback: false };
const folder = mkdtempSync(join(tmpdir(), 'ecs-failure-'));
let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEndpoint(folder);
  endpoint.serve(createEcs(endpoint.world).service);
  await pushBrokenImages(endpoint);
});

afterAll(async () => {
  await endpoint.close();
  await rm(folder, { recursive: true, force: true });
});

/** A service that serves, and is then told to roll to an image that is not there. */
async function openBroken(
  deploymentConfiguration: DeploymentConfiguration,
  desiredCount = 1,
): Promise<Roller & { readonly good: string; readonly failing: string }> {
  const roller = await openRoller(endpoint, { desiredCount, deploymentConfiguration });
  await roller.rollout('COMPLETED');
  const { id: good = '' } = await roller.primary();
  await roller.update({ taskDefinition: await roller.register([web({ image: MISSING })]) });
  const { id: failing = '' } = await roller.primary();
  return { ...roller, good, failing };
}

describe('the circuit breaker', () => {
  it('ends a deployment after three tasks failed, and without rollback it stays so while the old tasks serve', async () => {
    const broken = await openBroken({ deploymentCircuitBreaker: BREAKER });
    const serving = await broken.targets();
    const counts = new Set<number | undefined>();
    await until(endpoint.clock, async () => {
      const { failedTasks, rolloutState } = await broken.primary();
      counts.add(failedTasks);
      return rolloutState === 'FAILED';
    });
    expect(Math.max(...[...counts].map(Number))).toBe(3);
    expect((await broken.describe()).deployments).toMatchObject([
      {
        id: broken.failing,
        status: 'PRIMARY',
        rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
      },
      { id: broken.good, status: 'ACTIVE', runningCount: 1 },
    ]);
    expect(await broken.messages()).toContain(
      `(service ${broken.name}) (deployment ${broken.failing}) deployment failed: tasks failed to start.`,
    );
    const tasks = (await broken.tasks('STOPPED')).length;
    endpoint.clock.advance(600_000);
    await until(endpoint.clock, async () => (await broken.primary()).rolloutState === 'FAILED');
    expect((await broken.tasks('STOPPED')).length).toBe(tasks);
    expect(await broken.targets()).toEqual(serving);
  });

  it('goes back to the last deployment that was completed, whose tasks never stopped', async () => {
    const broken = await openBroken({ deploymentCircuitBreaker: { enable: true, rollback: true } });
    const serving = await broken.targets();
    const earlier = endpoint.events.length;
    await until(endpoint.clock, async () => (await broken.primary()).id === broken.good);
    expect((await broken.describe()).deployments).toMatchObject([
      {
        id: broken.good,
        status: 'PRIMARY',
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${broken.good}.`,
      },
      { id: broken.failing, status: 'ACTIVE', rolloutState: 'FAILED' },
    ]);
    expect(await broken.messages()).toContain(
      `(service ${broken.name}) rolling back to deployment ${broken.good}.`,
    );
    await broken.rollout('COMPLETED');
    expect(await broken.targets()).toEqual(serving);
    expect((await broken.describe()).deployments).toHaveLength(1);
    const raised = endpoint.events
      .slice(earlier)
      .filter((event) => event['detail-type'] === 'ECS Deployment State Change')
      .map(({ detail }) => [detail.deploymentId, detail.eventName, detail.eventType]);
    expect(raised).toEqual([
      [broken.failing, 'SERVICE_DEPLOYMENT_FAILED', 'ERROR'],
      [broken.good, 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'INFO'],
      [broken.good, 'SERVICE_DEPLOYMENT_COMPLETED', 'INFO'],
    ]);
  });

  it('has nothing to go back to where no deployment was completed', async () => {
    const roller = await openRoller(endpoint, { desiredCount: 0 });
    await roller.rollout('COMPLETED');
    const first = await openRoller(endpoint, {
      taskDefinition: await roller.register([web({ image: MISSING })]),
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    expect(await first.rollout('FAILED')).toMatchObject({ status: 'PRIMARY', runningCount: 0 });
  });

  it.each([
    ['half of many tasks, rounded up', 7, {}, 4],
    ['at least three', 4, {}, 3],
    ['as many as it is told', 4, { thresholdConfiguration: { type: 'COUNT' as const, value: 2 } }, 2],
    [
      'the share it is told, unbounded',
      4,
      { thresholdConfiguration: { type: 'UNBOUNDED_PERCENT' as const, value: 25 } },
      1,
    ],
  ])('waits for %s', async (_, desiredCount, more, threshold) => {
    const deploymentCircuitBreaker = { ...BREAKER, ...more };
    const broken = await openBroken({ deploymentCircuitBreaker, maximumPercent: 200 }, desiredCount);
    const { failedTasks } = await broken.rollout('FAILED');
    expect(failedTasks).toBe(threshold);
  });

  it('is not there unless it is asked for: ECS tries for ever, and comes through when the image is pushed', async () => {
    const broken = await openBroken({});
    await broken.update({
      taskDefinition: await broken.register([
        web({ image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/late-${broken.shop.cluster}:v1` }),
      ]),
    });
    await until(endpoint.clock, async () => ((await broken.primary()).failedTasks ?? 0) > 4);
    expect((await broken.messages()).join()).toContain('was unable to place a task. Reason: CannotPull');
    await pushImage(endpoint.identity, `late-${broken.shop.cluster}`, 'v1');
    expect(await broken.rollout('COMPLETED')).toMatchObject({ failedTasks: 0 });
  });
});

describe('alarms', () => {
  const alarms = async (rollback: boolean) => {
    const name = `alarm-${Math.random()}`;
    const cloudWatch = new CloudWatchClient(endpoint.identity);
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
    await roller.update({ taskDefinition: await roller.register([web({ image: 'httpd' })]) });
    const failing = (await roller.primary()).id;
    const before = await roller.targets();
    const hasNew = async () => (await roller.targets()).some((target) => !before.includes(target));
    await until(endpoint.clock, hasNew, 1_000);
    await alarm.set('ALARM');
    await until(endpoint.clock, async () => (await roller.primary()).id === deployments?.[0]?.id, 1_000);
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
    await until(endpoint.clock, isInPlace, 1_000);
    expect((await roller.primary()).rolloutState).toBe('IN_PROGRESS');
    await alarm.set('ALARM');
    await until(endpoint.clock, async () => (await roller.describe()).taskDefinition === taskDefinition);
    await roller.rollout('COMPLETED');
    const tasks = await roller.tasks();
    expect(tasks.map((task) => task.taskDefinitionArn)).toEqual([taskDefinition, taskDefinition]);
  });

  it('only end it where nothing is said of rollback', async () => {
    const alarm = await alarms(false);
    const roller = await openRoller(endpoint, { deploymentConfiguration: { alarms: alarm.alarms } });
    await roller.rollout('COMPLETED');
    await roller.update({ forceNewDeployment: true });
    await until(endpoint.clock, async () => (await roller.targets()).length > 2, 1_000);
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

describe('a container', () => {
  const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost/'] };

  /** Rolls a service to containers whose tasks fail; gives the first task that stopped. */
  async function failing(containers: Partial<ContainerDefinition>[]) {
    const roller = await openRoller(endpoint, {
      desiredCount: 1,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    await roller.rollout('COMPLETED');
    const { id: good } = await roller.primary();
    const before = await roller.targets();
    await roller.update({ taskDefinition: await roller.register(containers) });
    const seen: string[][] = [];
    await until(endpoint.clock, async () => {
      seen.push(await roller.targets());
      return (await roller.primary()).id === good;
    });
    expect(seen.every((targets) => String(targets) === String(before))).toBe(true);
    const [task] = await roller.tasks('STOPPED');
    return { task, messages: (await roller.messages()).join('\n') };
  }

  it('that the load balancer finds unhealthy stops its task, and never gets traffic', async () => {
    const { task, messages } = await failing([web({ image: BROKEN_IMAGES.unhealthy })]);
    expect(task).toMatchObject({ stopCode: 'ServiceSchedulerInitiated' });
    expect(task?.stoppedReason).toContain('Task failed ELB health checks in (target-group arn:aws:');
    expect(messages).toMatch(/\(task [0-9a-f]+\) \(port 8080\) is unhealthy in \(target-group .*\) due to/);
  });

  it('that fails its own health check stops its task', async () => {
    const image = BROKEN_IMAGES.unhealthy;
    const { task, messages } = await failing([web({ image, healthCheck })]);
    expect(task).toMatchObject({
      stoppedReason: 'Task failed container health checks',
      healthStatus: 'UNHEALTHY',
    });
    expect(messages).toMatch(/\(task [0-9a-f]+\) failed container health checks\./);
  });

  it('that is essential and exits stops its task', async () => {
    const { task } = await failing([web({ image: BROKEN_IMAGES.exits })]);
    expect(task).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'web', exitCode: 1 }],
    });
  });

  it('whose image is missing stops its task before it starts', async () => {
    const { task } = await failing([web({ image: MISSING })]);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart' });
    expect(task?.stoppedReason).toContain(`CannotPullContainerError`);
  });

  it('that waits for one that ends with an error is never started', async () => {
    const migration = { name: 'migration', essential: false, image: BROKEN_IMAGES.exits };
    const dependsOn = [{ containerName: 'migration', condition: 'SUCCESS' as const }];
    const { task } = await failing([web({ dependsOn }), migration]);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' });
    expect(task?.containers?.map(({ name, exitCode }) => [name, exitCode])).toEqual([
      ['web', undefined],
      ['migration', 1],
    ]);
  });

  it('is started when those it waits for have come to the condition', async () => {
    const roller = await openRoller(endpoint, { desiredCount: 1 });
    await roller.rollout('COMPLETED');
    await roller.update({
      taskDefinition: await roller.register([
        web({
          dependsOn: [
            { containerName: 'migration', condition: 'SUCCESS' },
            { containerName: 'proxy', condition: 'HEALTHY' },
          ],
        }),
        { name: 'migration', essential: false },
        { name: 'proxy', healthCheck, dependsOn: [{ containerName: 'migration', condition: 'COMPLETE' }] },
      ]),
    });
    const order: string[] = [];
    const { id } = await roller.primary();
    await until(
      endpoint.clock,
      async () => {
        const task = (await roller.tasks()).find(({ startedBy }) => startedBy === id);
        for (const { name = '', lastStatus } of task?.containers ?? [])
          if (lastStatus !== 'PENDING' && !order.includes(name)) order.push(name);
        return (await roller.primary()).rolloutState === 'COMPLETED';
      },
      1_000,
    );
    expect(order).toEqual(['migration', 'proxy', 'web']);
    expect((await roller.tasks())[0]).toMatchObject({ healthStatus: 'HEALTHY' });
  });

  it('is given time by the grace period of its service', async () => {
    const roller = await openRoller(endpoint, { desiredCount: 1, healthCheckGracePeriodSeconds: 300 });
    await roller.rollout('COMPLETED');
    const image = BROKEN_IMAGES.unhealthy;
    await roller.update({ taskDefinition: await roller.register([web({ image })]) });
    const begun = endpoint.clock.now().getTime();
    await until(endpoint.clock, async () => (await roller.primary()).failedTasks === 1);
    expect(endpoint.clock.now().getTime() - begun).toBeGreaterThan(300_000);
  });

  it.each<[string, Partial<ContainerDefinition>[], string]>([
    [
      'one that is not defined',
      [web({ dependsOn: [{ containerName: 'proxy', condition: 'START' }] })],
      'The container web depends on the container proxy, which is not defined.',
    ],
    [
      'the health of one without a health check',
      [web({ dependsOn: [{ containerName: 'proxy', condition: 'HEALTHY' }] }), { name: 'proxy' }],
      'proxy has no health check',
    ],
    [
      'the end of an essential one',
      [web({ dependsOn: [{ containerName: 'proxy', condition: 'COMPLETE' }] }), { name: 'proxy' }],
      'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
    ],
    [
      'one that waits for it',
      [
        web({ dependsOn: [{ containerName: 'proxy', condition: 'START' }] }),
        { name: 'proxy', dependsOn: [{ containerName: 'web', condition: 'START' }] },
      ],
      'The containers web, proxy, web depend on each other in a circle.',
    ],
  ])('cannot wait for %s', async (_, containers, message) => {
    const roller = await openRoller(endpoint, { desiredCount: 0 });
    await expect(roller.register(containers)).rejects.toMatchObject({ name: 'ClientException' });
    await expect(roller.register(containers)).rejects.toThrow(message);
  });
});

it('waits for nothing any more when the endpoint ends', async () => {
  const roller = await openRoller(endpoint);
  await until(endpoint.clock, async () => (await roller.describe()).pendingCount === 2);
  await endpoint.close();
  expect(endpoint.clock.sleepers).toBe(0);
  expect(endpoint.said).toEqual([]);
});

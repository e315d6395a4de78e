import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { Room } from '../../rehearsal/ecs/room';
import { createEcs } from '../../rehearsal/ecs/service';
import { register } from '../../rehearsal/ecs/tasks/targets';
import { newTask } from '../../rehearsal/ecs/tasks/task';
import { ACCOUNT, REGION, startEndpoint, type TestEndpoint } from './support/endpoint';
import { openRoller, type Roller, web } from './support/roller';
import { pushImage } from './support/shop';
import { until } from './support/until';

const folder = mkdtempSync(join(tmpdir(), 'ecs-rolling-'));
let endpoint: TestEndpoint;
let roller: Roller;

beforeAll(async () => {
  endpoint = await startEndpoint(folder);
  endpoint.serve(createEcs(endpoint.world).service);
});

afterAll(async () => {
  await endpoint.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a service with ECS’s own controller', () => {
  beforeAll(async () => {
    roller = await openRoller(endpoint);
  });

  it('comes to its desired count with its first deployment', async () => {
    expect(await roller.describe()).toMatchObject({ desiredCount: 2, runningCount: 0, pendingCount: 2 });
    expect(await roller.targets()).toEqual([]);
    const { id } = await roller.rollout('COMPLETED');
    expect(await roller.describe()).toMatchObject({
      runningCount: 2,
      pendingCount: 0,
      deployments: [{ id, status: 'PRIMARY', rolloutStateReason: `ECS deployment ${id} completed.` }],
    });
    expect(await roller.targets()).toHaveLength(2);
  });

  it('is rolled to another task definition, with other targets', async () => {
    const before = await roller.targets();
    const first = await roller.primary();
    const taskDefinition = await roller.register([web({ image: 'httpd' })]);
    const { deployments } = await roller.update({ taskDefinition });
    expect(deployments).toMatchObject([
      {
        status: 'PRIMARY',
        taskDefinition,
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: `ECS deployment ${deployments?.[0]?.id} in progress.`,
        desiredCount: 2,
        pendingCount: 2,
        failedTasks: 0,
        createdAt: endpoint.clock.now(),
      },
      { status: 'ACTIVE', id: first.id, runningCount: 2, rolloutState: 'COMPLETED' },
    ]);
    await roller.rollout('COMPLETED');
    const after = await roller.describe();
    expect(after).toMatchObject({ taskDefinition, runningCount: 2, pendingCount: 0 });
    expect(after.deployments).toHaveLength(1);
    const targets = await roller.targets();
    expect(targets).toHaveLength(2);
    expect(targets.filter((target) => before.includes(target))).toEqual([]);
  });

  it('tells what happens in the words of ECS', async () => {
    const earlier = (await roller.messages()).length;
    await roller.update({ desiredCount: 1 });
    await roller.update({ forceNewDeployment: true });
    const { id } = await roller.rollout('COMPLETED');
    const service = `\\(service ${roller.name}\\)`;
    const group = `\\(target-group ${roller.shop.greenTargetGroup}\\)`;
    const said = (await roller.messages()).slice(earlier);
    const rolled = said.slice(said.findIndex((message) => message.includes('has started')));
    for (const words of [
      `${service} has started 1 tasks: \\(task [0-9a-f]{32}\\)\\.`,
      `${service} registered 1 targets in ${group}`,
      `${service} has stopped 1 running tasks: \\(task [0-9a-f]{32}\\)\\.`,
      `${service} deregistered 1 targets in ${group}`,
      `\\(service ${roller.name}, taskSet ecs-svc/\\d+\\) has begun draining connections on 1 tasks\\.`,
      `${service} \\(deployment ${id}\\) deployment completed\\.`,
      `${service} has reached a steady state\\.`,
    ])
      expect(rolled).toContainEqual(expect.stringMatching(new RegExp(`^${words}$`)));
    await roller.update({ desiredCount: 2 });
    await until(endpoint.clock, async () => (await roller.describe()).runningCount === 2);
  });

  it('is not deployed again by an update that changes nothing of its tasks', async () => {
    const { id } = await roller.primary();
    const { taskDefinition, deployments } = await roller.update({
      desiredCount: 2,
      healthCheckGracePeriodSeconds: 30,
      deploymentConfiguration: { minimumHealthyPercent: 50 },
    });
    expect(deployments).toMatchObject([{ id, rolloutState: 'COMPLETED' }]);
    expect((await roller.update({ taskDefinition })).deployments).toHaveLength(1);
    expect(await roller.describe()).toMatchObject({
      healthCheckGracePeriodSeconds: 30,
      deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 200 },
    });
  });

  it('is deployed again where it is moved to other subnets', async () => {
    const networkConfiguration = { awsvpcConfiguration: { subnets: roller.shop.subnets.slice(1) } };
    await roller.update({ networkConfiguration });
    await roller.rollout('COMPLETED');
    const thirds = (await roller.targets()).map((address) => address.split('.')[2]);
    expect(thirds).toEqual(['1', '1']);
  });

  it('takes the newest revision of a family, and goes on from where it is when it is updated in between', async () => {
    await roller.update({ taskDefinition: await roller.register([web({ image: 'one' })]) });
    const taskDefinition = await roller.register([web({ image: 'two' })]);
    await roller.update({ taskDefinition: roller.name });
    expect((await roller.describe()).deployments).toHaveLength(3);
    await roller.rollout('COMPLETED');
    const tasks = await roller.tasks();
    expect(tasks.map((task) => task.taskDefinitionArn)).toEqual([taskDefinition, taskDefinition]);
  });

  it('raises events of its deployments and tasks', async () => {
    const earlier = endpoint.events.length;
    await roller.update({ forceNewDeployment: true });
    const { id } = await roller.rollout('COMPLETED');
    const raised = endpoint.events.slice(earlier);
    const deployments = raised.filter((event) => event['detail-type'] === 'ECS Deployment State Change');
    expect(
      deployments.map(({ detail }) => [detail.deploymentId, detail.eventName, detail.eventType]),
    ).toEqual([
      [id, 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'INFO'],
      [id, 'SERVICE_DEPLOYMENT_COMPLETED', 'INFO'],
    ]);
    const statuses = raised
      .filter((event) => event['detail-type'] === 'ECS Task State Change' && event.detail.startedBy === id)
      .map(({ detail }) => detail.lastStatus);
    expect(statuses.slice(0, 4)).toEqual(['PENDING', 'PENDING', 'RUNNING', 'RUNNING']);
  });

  describe('refuses', () => {
    const loadBalancer = (containerName: string, containerPort: number) => ({
      loadBalancers: [{ targetGroupArn: roller.shop.greenTargetGroup, containerName, containerPort }],
    });

    it.each<[string, () => object | Promise<object>, string, string]>([
      [
        'a task definition that lacks the load balancer’s container',
        async () => ({ taskDefinition: await roller.register([web({ name: 'other' })]) }),
        'InvalidParameterException',
        'The container web does not exist in the task definition.',
      ],
      [
        'a port that the container does not listen on',
        () => loadBalancer('web', 81),
        'InvalidParameterException',
        'The container web did not have a container port 81 defined.',
      ],
      [
        'a task definition that is not there',
        () => ({ taskDefinition: 'nothing:7' }),
        'ClientException',
        'Unable to describe task definition.',
      ],
      [
        'a strategy that is not rolling',
        () => ({ deploymentConfiguration: { strategy: 'BLUE_GREEN' } }),
        'UnsupportedFeatureException',
        'The local endpoint does not do deploymentConfiguration.strategy BLUE_GREEN.',
      ],
    ])('%s', async (_, change, name, message) => {
      const before = await roller.describe();
      await expect(roller.update(await change())).rejects.toMatchObject({ name, message });
      expect(await roller.describe()).toEqual(before);
    });
  });
});

describe('while tasks are replaced', () => {
  it.each([
    [1, 100, 200],
    [3, 100, 150],
    [4, 50, 100],
    [5, 50, 150],
    [3, 67, 134],
    [2, 0, 100],
  ])('of %i tasks, at least %i %% serve and at most %i %% run', async (desiredCount, minimum, maximum) => {
    const replaced = await openRoller(endpoint, {
      desiredCount,
      deploymentConfiguration: { minimumHealthyPercent: minimum, maximumPercent: maximum },
    });
    await replaced.rollout('COMPLETED');
    await replaced.update({ taskDefinition: await replaced.register([web({ image: 'httpd' })]) });
    const least = Math.ceil((desiredCount * minimum) / 100);
    const most = Math.floor((desiredCount * maximum) / 100);
    const seen: [serving: number, running: number][] = [];
    const look = async () => {
      const { runningCount = 0, pendingCount = 0, deployments } = await replaced.describe();
      seen.push([(await replaced.targets()).length, runningCount + pendingCount]);
      return deployments?.[0]?.rolloutState === 'COMPLETED';
    };
    await until(endpoint.clock, look, 2_500);
    expect(Math.min(...seen.map(([serving]) => serving))).toBeGreaterThanOrEqual(least);
    expect(Math.max(...seen.map(([, running]) => running))).toBeLessThanOrEqual(most);
    expect(new Set((await replaced.tasks()).map((task) => task.taskDefinitionArn)).size).toBe(1);
  });

  it('says so where percentages forbid every step, and goes on when they are changed', async () => {
    const stuck = await openRoller(endpoint, {
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 },
    });
    await stuck.rollout('COMPLETED');
    await stuck.update({ forceNewDeployment: true });
    expect((await stuck.messages()).at(-1)).toContain(
      'was unable to stop or start tasks during a deployment because of the service deployment configuration.',
    );
    await stuck.update({ deploymentConfiguration: { maximumPercent: 200 } });
    await stuck.rollout('COMPLETED');
  });
});

describe('a task of a service', () => {
  let tasks: Roller;
  beforeAll(async () => {
    tasks = await openRoller(endpoint);
    await tasks.rollout('COMPLETED');
  });

  it('is described with its images, as its deployment started it', async () => {
    const digest = await pushImage(endpoint.identity, 'described', 'v1');
    const image = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/described:v1`;
    const taskDefinition = await tasks.register([web({ image })]);
    await tasks.update({ taskDefinition });
    const { id } = await tasks.rollout('COMPLETED');
    const [task] = await tasks.tasks();
    expect(task).toMatchObject({
      taskDefinitionArn: taskDefinition,
      group: `service:${tasks.name}`,
      startedBy: id,
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
      launchType: 'FARGATE',
      containers: [{ name: 'web', image, imageDigest: digest, lastStatus: 'RUNNING' }],
    });
  });

  it('is replaced when somebody stops it', async () => {
    const [task] = await tasks.tasks();
    const { cluster } = tasks.shop;
    const stop = new StopTaskCommand({ cluster, task: task?.taskArn, reason: 'to see' });
    expect((await tasks.ecs.send(stop)).task).toMatchObject({ desiredStatus: 'STOPPED' });
    await until(endpoint.clock, async () => (await tasks.targets()).length === 2);
    expect((await tasks.tasks()).map(({ taskArn }) => taskArn)).not.toContain(task?.taskArn);
    const stopped = (await tasks.tasks('STOPPED')).find(({ taskArn }) => taskArn === task?.taskArn);
    expect(stopped).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'to see',
      containers: [{ lastStatus: 'STOPPED', exitCode: 137 }],
    });
  });

  it('is listed by cluster, family, deployment and service, and missed by name', async () => {
    const { cluster } = tasks.shop;
    const { id } = await tasks.primary();
    const count = async (filter: object) =>
      (await tasks.ecs.send(new ListTasksCommand({ cluster, ...filter }))).taskArns?.length;
    expect(await count({ startedBy: id })).toBe(2);
    expect(await count({ family: tasks.name })).toBe(2);
    expect(await count({ serviceName: 'other' })).toBe(0);
    expect(await count({})).toBe(4);
    const absent = new DescribeTasksCommand({ cluster, tasks: ['f'.repeat(32)] });
    expect((await tasks.ecs.send(absent)).tasks).toEqual([]);
  });
});

describe('a service that is deleted', () => {
  it('ends its tasks and targets, but only by force while it is scaled', async () => {
    const gone = await openRoller(endpoint);
    await gone.rollout('COMPLETED');
    const of = { cluster: gone.shop.cluster, service: gone.name };
    const gentle = new DeleteServiceCommand(of);
    await expect(gone.ecs.send(gentle)).rejects.toThrow(
      'The service cannot be stopped while it is scaled above 0.',
    );
    await gone.ecs.send(new DeleteServiceCommand({ ...of, force: true }));
    await until(endpoint.clock, async () => (await gone.targets()).length === 0);
    expect(await gone.describe()).toMatchObject({ status: 'INACTIVE', runningCount: 0 });
    expect(await gone.tasks()).toEqual([]);
    await expect(gone.ecs.send(new UpdateServiceCommand({ ...of, desiredCount: 1 }))).rejects.toMatchObject({
      name: 'ServiceNotActiveException',
    });
    const again = new CreateServiceCommand({
      cluster: of.cluster,
      serviceName: of.service,
      taskDefinition: gone.name,
      desiredCount: 1,
      launchType: 'FARGATE',
    });
    await gone.ecs.send(again);
    expect((await gone.rollout('COMPLETED')).runningCount).toBe(1);
  });
});

it('leaves no target of a task that is told to stop while it is put behind the load balancer', async () => {
  const idle = await openRoller(endpoint, { desiredCount: 0 });
  const { shop } = idle;
  const room = { world: endpoint.world } as Room;
  const service = { account: ACCOUNT, region: REGION, cluster: shop.cluster, name: 'web', events: [] };
  const given = { address: '10.0.0.9', startedBy: 'ecs-svc/1', createdAt: endpoint.clock.now() };
  const task = newTask({ containerDefinitions: [web()] }, given);
  const loadBalancers = [
    { targetGroupArn: shop.greenTargetGroup, containerName: 'web', containerPort: 8080 },
  ];
  const registering = register(room, service, [task], { loadBalancers });
  task.stopping.abort();
  await registering;
  expect(task.registered).toBe(false);
  expect(await idle.targets()).toEqual([]);
});

import { CreateServiceCommand, DeleteServiceCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { createRollingService, type RollingServiceFixture, web } from './support/rolling-service';

let endpoint: TestEndpoint;
let rolling: RollingServiceFixture;

beforeAll(async () => {
  endpoint = await startEcs();
});

afterAll(() => endpoint.close());

describe('a service with ECS’s own controller', () => {
  beforeAll(async () => {
    rolling = await createRollingService(endpoint);
  });

  it('reaches its desired count with its first deployment', async () => {
    expect(await rolling.describe()).toMatchObject({ desiredCount: 2, runningCount: 0, pendingCount: 2 });
    expect(await rolling.targets()).toEqual([]);
    const { id } = await rolling.rollout('COMPLETED');
    expect(await rolling.describe()).toMatchObject({
      runningCount: 2,
      pendingCount: 0,
      deployments: [{ id, status: 'PRIMARY', rolloutStateReason: `ECS deployment ${id} completed.` }],
    });
    expect(await rolling.targets()).toHaveLength(2);
  });

  it('replaces its tasks and targets for another task definition', async () => {
    const before = await rolling.targets();
    const first = await rolling.primary();
    const taskDefinition = await rolling.register([web({ image: 'httpd' })]);
    const { deployments } = await rolling.update({ taskDefinition });
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
    await rolling.rollout('COMPLETED');
    const after = await rolling.describe();
    expect(after).toMatchObject({ taskDefinition, runningCount: 2, pendingCount: 0 });
    expect(after.deployments).toHaveLength(1);
    const targets = await rolling.targets();
    expect(targets).toHaveLength(2);
    expect(targets.filter((target) => before.includes(target))).toEqual([]);
  });

  it('has events with ECS’s own messages', async () => {
    const earlier = (await rolling.messages()).length;
    await rolling.update({ desiredCount: 1 });
    await rolling.update({ forceNewDeployment: true });
    const { id } = await rolling.rollout('COMPLETED');
    const service = `\\(service ${rolling.name}\\)`;
    const group = `\\(target-group ${rolling.shop.greenTargetGroup}\\)`;
    const messages = (await rolling.messages()).slice(earlier);
    const rolled = messages.slice(messages.findIndex((message) => message.includes('has started')));
    for (const pattern of [
      `${service} has started 1 tasks: \\(task [0-9a-f]{32}\\)\\.`,
      `${service} registered 1 targets in ${group}`,
      `${service} has stopped 1 running tasks: \\(task [0-9a-f]{32}\\)\\.`,
      `${service} deregistered 1 targets in ${group}`,
      `\\(service ${rolling.name}, taskSet ecs-svc/\\d+\\) has begun draining connections on 1 tasks\\.`,
      `${service} \\(deployment ${id}\\) deployment completed\\.`,
      `${service} has reached a steady state\\.`,
    ])
      expect(rolled).toContainEqual(expect.stringMatching(new RegExp(`^${pattern}$`)));
    await rolling.update({ desiredCount: 2 });
    await advanceUntil(endpoint.clock, async () => (await rolling.describe()).runningCount === 2);
  });

  it('is not deployed again by an update that changes nothing of its tasks', async () => {
    const { id } = await rolling.primary();
    const { taskDefinition, deployments } = await rolling.update({
      desiredCount: 2,
      healthCheckGracePeriodSeconds: 30,
      deploymentConfiguration: { minimumHealthyPercent: 50 },
    });
    expect(deployments).toMatchObject([{ id, rolloutState: 'COMPLETED' }]);
    expect((await rolling.update({ taskDefinition })).deployments).toHaveLength(1);
    expect(await rolling.describe()).toMatchObject({
      healthCheckGracePeriodSeconds: 30,
      deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 200 },
    });
  });

  it('is deployed again where it is moved to other subnets', async () => {
    const networkConfiguration = { awsvpcConfiguration: { subnets: rolling.shop.subnets.slice(1) } };
    await rolling.update({ networkConfiguration });
    await rolling.rollout('COMPLETED');
    const thirds = (await rolling.targets()).map((address) => address.split('.')[2]);
    expect(thirds).toEqual(['1', '1']);
  });

  it('takes the newest revision of a family, and goes on from what runs when it is updated during a deployment', async () => {
    await rolling.update({ taskDefinition: await rolling.register([web({ image: 'one' })]) });
    const taskDefinition = await rolling.register([web({ image: 'two' })]);
    await rolling.update({ taskDefinition: rolling.name });
    expect((await rolling.describe()).deployments).toHaveLength(3);
    await rolling.rollout('COMPLETED');
    const tasks = await rolling.tasks();
    expect(tasks.map((task) => task.taskDefinitionArn)).toEqual([taskDefinition, taskDefinition]);
  });

  it('emits events of its deployments and tasks', async () => {
    const earlier = endpoint.events.length;
    await rolling.update({ forceNewDeployment: true });
    const { id } = await rolling.rollout('COMPLETED');
    const emitted = endpoint.events.slice(earlier);
    const deployments = emitted.filter((event) => event['detail-type'] === 'ECS Deployment State Change');
    expect(
      deployments.map(({ detail }) => [detail.deploymentId, detail.eventName, detail.eventType]),
    ).toEqual([
      [id, 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'INFO'],
      [id, 'SERVICE_DEPLOYMENT_COMPLETED', 'INFO'],
    ]);
    const statuses = emitted
      .filter((event) => event['detail-type'] === 'ECS Task State Change' && event.detail.startedBy === id)
      .map(({ detail }) => detail.lastStatus);
    expect(statuses.slice(0, 4)).toEqual(['PENDING', 'PENDING', 'RUNNING', 'RUNNING']);
  });

  describe('refuses', () => {
    const loadBalancer = (containerName: string, containerPort: number) => ({
      loadBalancers: [{ targetGroupArn: rolling.shop.greenTargetGroup, containerName, containerPort }],
    });

    interface RefusedUpdate {
      readonly what: string;
      readonly change: () => object | Promise<object>;
      readonly name: string;
      readonly message: string;
    }

    it.each<RefusedUpdate>([
      {
        what: 'a task definition that lacks the load balancer’s container',
        change: async () => ({ taskDefinition: await rolling.register([web({ name: 'other' })]) }),
        name: 'InvalidParameterException',
        message: 'The container web does not exist in the task definition.',
      },
      {
        what: 'a port that the container does not listen on',
        change: () => loadBalancer('web', 81),
        name: 'InvalidParameterException',
        message: 'The container web did not have a container port 81 defined.',
      },
      {
        what: 'a task definition that does not exist',
        change: () => ({ taskDefinition: 'nothing:7' }),
        name: 'ClientException',
        message: 'Unable to describe task definition.',
      },
      {
        what: 'a strategy that is not rolling',
        change: () => ({ deploymentConfiguration: { strategy: 'BLUE_GREEN' } }),
        name: 'UnsupportedFeatureException',
        message:
          'An ECS service with deploymentConfiguration.strategy BLUE_GREEN is not supported by the local endpoint',
      },
    ])('$what', async ({ change, name, message }) => {
      const before = await rolling.describe();
      await expect(rolling.update(await change())).rejects.toMatchObject({ name, message });
      expect(await rolling.describe()).toEqual(before);
    });
  });
});

describe('while tasks are replaced', () => {
  it.each([
    { desiredCount: 1, minimum: 100, maximum: 200 },
    { desiredCount: 3, minimum: 100, maximum: 150 },
    { desiredCount: 4, minimum: 50, maximum: 100 },
    { desiredCount: 5, minimum: 50, maximum: 150 },
    { desiredCount: 3, minimum: 67, maximum: 134 },
    { desiredCount: 2, minimum: 0, maximum: 100 },
  ])('of $desiredCount, at least $minimum % serve and at most $maximum % run', async (given) => {
    const { desiredCount, minimum, maximum } = given;
    const replaced = await createRollingService(endpoint, {
      desiredCount,
      deploymentConfiguration: { minimumHealthyPercent: minimum, maximumPercent: maximum },
    });
    await replaced.rollout('COMPLETED');
    await replaced.update({ taskDefinition: await replaced.register([web({ image: 'httpd' })]) });
    const least = Math.ceil((desiredCount * minimum) / 100);
    const most = Math.floor((desiredCount * maximum) / 100);
    const seen: [serving: number, running: number][] = [];
    const isCompleted = async () => {
      const { runningCount = 0, pendingCount = 0, deployments } = await replaced.describe();
      seen.push([(await replaced.targets()).length, runningCount + pendingCount]);
      return deployments?.[0]?.rolloutState === 'COMPLETED';
    };
    await advanceUntil(endpoint.clock, isCompleted, 2_500);
    expect(Math.min(...seen.map(([serving]) => serving))).toBeGreaterThanOrEqual(least);
    expect(Math.max(...seen.map(([, running]) => running))).toBeLessThanOrEqual(most);
    expect(new Set((await replaced.tasks()).map((task) => task.taskDefinitionArn)).size).toBe(1);
  });

  it('has an event where the percentages allow no step, and goes on when they are changed', async () => {
    const stuck = await createRollingService(endpoint, {
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

describe('a service that is deleted', () => {
  it('ends its tasks and targets, but only by force while it is scaled', async () => {
    const gone = await createRollingService(endpoint);
    await gone.rollout('COMPLETED');
    const of = { cluster: gone.shop.cluster, service: gone.name };
    const gentle = new DeleteServiceCommand(of);
    await expect(gone.ecs.send(gentle)).rejects.toThrow(
      'The service cannot be stopped while it is scaled above 0.',
    );
    await gone.ecs.send(new DeleteServiceCommand({ ...of, force: true }));
    await advanceUntil(endpoint.clock, async () => (await gone.targets()).length === 0);
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

it('waits for nothing any more when the endpoint ends', async () => {
  const rolling = await createRollingService(endpoint);
  await advanceUntil(endpoint.clock, async () => (await rolling.describe()).pendingCount === 2);
  await endpoint.close();
  expect(endpoint.clock.sleepers).toBe(0);
  expect(endpoint.log).toEqual([]);
});

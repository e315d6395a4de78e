import { CreateServiceCommand, DeleteServiceCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { openRoller, type Roller, web } from './support/roller';

let endpoint: TestEndpoint;
let roller: Roller;

beforeAll(async () => {
  endpoint = await startEcs();
});

afterAll(() => endpoint.close());

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
    await advanceUntil(endpoint.clock, async () => (await roller.describe()).runningCount === 2);
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
    await advanceUntil(endpoint.clock, look, 2_500);
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
  const roller = await openRoller(endpoint);
  await advanceUntil(endpoint.clock, async () => (await roller.describe()).pendingCount === 2);
  await endpoint.close();
  expect(endpoint.clock.sleepers).toBe(0);
  expect(endpoint.log).toEqual([]);
});

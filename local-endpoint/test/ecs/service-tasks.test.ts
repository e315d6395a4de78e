import { DescribeTasksCommand, ListTasksCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import { EcsStore } from '../../services/ecs/store';
import { registerTasks } from '../../services/ecs/tasks/targets';
import { newTask } from '../../services/ecs/tasks/task';
import { ACCOUNT, REGION, advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { createRollingService, type RollingServiceFixture, web } from './support/rolling-service';
import { pushImage } from './support/shop';

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEcs();
});

afterAll(() => endpoint.close());

describe('a task of a service', () => {
  let rolling: RollingServiceFixture;
  beforeAll(async () => {
    rolling = await createRollingService(endpoint);
    await rolling.rollout('COMPLETED');
  });

  it('is described with its images, as its deployment started it', async () => {
    const digest = await pushImage(endpoint.client(), 'described', 'v1');
    const image = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/described:v1`;
    const taskDefinition = await rolling.register([web({ image })]);
    await rolling.update({ taskDefinition });
    const { id } = await rolling.rollout('COMPLETED');
    const [task] = await rolling.tasks();
    expect(task).toMatchObject({
      taskDefinitionArn: taskDefinition,
      group: `service:${rolling.name}`,
      startedBy: id,
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
      launchType: 'FARGATE',
      containers: [{ name: 'web', image, imageDigest: digest, lastStatus: 'RUNNING' }],
    });
  });

  it('is replaced when it is stopped', async () => {
    const [task] = await rolling.tasks();
    const { cluster } = rolling.shop;
    const stop = new StopTaskCommand({ cluster, task: task?.taskArn, reason: 'a test' });
    expect((await rolling.ecs.send(stop)).task).toMatchObject({ desiredStatus: 'STOPPED' });
    const findStopped = async () =>
      (await rolling.tasks('STOPPED')).find(({ taskArn }) => taskArn === task?.taskArn);
    // StopTask returns before the target is deregistered, so that two targets alone are no sign of a replacement
    await advanceUntil(endpoint.clock, async () => (await findStopped())?.lastStatus === 'STOPPED');
    await advanceUntil(endpoint.clock, async () => (await rolling.targets()).length === 2);
    expect((await rolling.tasks()).map(({ taskArn }) => taskArn)).not.toContain(task?.taskArn);
    expect(await findStopped()).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'a test',
      containers: [{ lastStatus: 'STOPPED', exitCode: 137 }],
    });
  });

  it('is listed by cluster, family, deployment and service', async () => {
    const { cluster } = rolling.shop;
    const { id } = await rolling.primary();
    const count = async (filter: object) =>
      (await rolling.ecs.send(new ListTasksCommand({ cluster, ...filter }))).taskArns?.length;
    expect(await count({ startedBy: id })).toBe(2);
    expect(await count({ family: rolling.name })).toBe(2);
    expect(await count({ serviceName: 'other' })).toBe(0);
    expect(await count({})).toBe(4);
    const absent = new DescribeTasksCommand({ cluster, tasks: ['f'.repeat(32)] });
    expect((await rolling.ecs.send(absent)).tasks).toEqual([]);
  });
});

it('leaves no target of a task that is stopped while it is being registered', async () => {
  const idle = await createRollingService(endpoint, { desiredCount: 0 });
  const { shop } = idle;
  const store = new EcsStore(endpoint.context);
  const service = { account: ACCOUNT, region: REGION, cluster: shop.cluster, name: 'web', events: [] };
  const given = { address: '10.0.0.9', startedBy: 'ecs-svc/1', createdAt: endpoint.clock.now() };
  const task = newTask({ containerDefinitions: [web()] }, given);
  const loadBalancers = [
    { targetGroupArn: shop.greenTargetGroup, containerName: 'web', containerPort: 8080 },
  ];
  const registering = registerTasks(store, service, [task], { loadBalancers });
  task.stopping.abort();
  await registering;
  expect(task.registered).toBe(false);
  expect(await idle.targets()).toEqual([]);
});

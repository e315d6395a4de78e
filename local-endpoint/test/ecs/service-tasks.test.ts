import { DescribeTasksCommand, ListTasksCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import type { EcsStore } from '../../services/ecs/store';
import { register } from '../../services/ecs/tasks/targets';
import { newTask } from '../../services/ecs/tasks/task';
import { ACCOUNT, REGION, advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { openRoller, type Roller, web } from './support/roller';
import { pushImage } from './support/shop';

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEcs();
});

afterAll(() => endpoint.close());

describe('a task of a service', () => {
  let tasks: Roller;
  beforeAll(async () => {
    tasks = await openRoller(endpoint);
    await tasks.rollout('COMPLETED');
  });

  it('is described with its images, as its deployment started it', async () => {
    const digest = await pushImage(endpoint.client(), 'described', 'v1');
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
    await advanceUntil(endpoint.clock, async () => (await tasks.targets()).length === 2);
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

it('leaves no target of a task that is told to stop while it is put behind the load balancer', async () => {
  const idle = await openRoller(endpoint, { desiredCount: 0 });
  const { shop } = idle;
  const store = { context: endpoint.context } as EcsStore;
  const service = { account: ACCOUNT, region: REGION, cluster: shop.cluster, name: 'web', events: [] };
  const given = { address: '10.0.0.9', startedBy: 'ecs-svc/1', createdAt: endpoint.clock.now() };
  const task = newTask({ containerDefinitions: [web()] }, given);
  const loadBalancers = [
    { targetGroupArn: shop.greenTargetGroup, containerName: 'web', containerPort: 8080 },
  ];
  const registering = register(store, service, [task], { loadBalancers });
  task.stopping.abort();
  await registering;
  expect(task.registered).toBe(false);
  expect(await idle.targets()).toEqual([]);
});

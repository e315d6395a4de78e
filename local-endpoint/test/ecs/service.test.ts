import {
  CreateServiceCommand,
  CreateTaskSetCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeleteTaskSetCommand,
  DescribeServicesCommand,
  DescribeTaskSetsCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  type Service,
  type TaskSet,
  UpdateServiceCommand,
  UpdateServicePrimaryTaskSetCommand,
  UpdateTaskSetCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ACCOUNT, REGION, advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { createShop, pushImage, registerTask, type Shop } from './support/shop';

let endpoint: TestEndpoint;
let ecs: ECSClient;
let shop: Shop;

beforeAll(async () => {
  endpoint = await startEcs();
  ecs = new ECSClient(endpoint.client());
});

afterAll(() => endpoint.close());

beforeEach(async () => {
  shop = await createShop(endpoint.client());
});

describe('a new service with the CODE_DEPLOY controller', () => {
  it('has one primary task set that runs all tasks and is steady', async () => {
    const service = await describeShop();
    expect(service).toMatchObject({ desiredCount: 2, runningCount: 2, pendingCount: 0, status: 'ACTIVE' });
    expect(service.taskSets).toHaveLength(1);
    expect(service.taskSets?.[0]).toMatchObject({
      status: 'PRIMARY',
      computedDesiredCount: 2,
      runningCount: 2,
      stabilityStatus: 'STEADY_STATE',
      scale: { value: 100, unit: 'PERCENT' },
      taskDefinition: shop.firstTaskDefinition,
    });
  });

  it('has its tasks registered with the target group, with addresses from the subnets', async () => {
    const addresses = await targets(shop.blueTargetGroup);
    expect(addresses).toHaveLength(2);
    const thirds = addresses.map((address) => address.split('.')[2]).sort();
    expect(thirds).toEqual(['0', '1']);
    expect(await targets(shop.greenTargetGroup)).toEqual([]);
  });

  it('is not created twice', async () => {
    const again = new CreateServiceCommand({ cluster: shop.cluster, serviceName: shop.service });
    await expect(ecs.send(again)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Creation of service was not idempotent.',
    });
  });

  it('is not created with a container that the task definition lacks', async () => {
    const wrong = new CreateServiceCommand({
      cluster: shop.cluster,
      serviceName: 'wrong',
      taskDefinition: shop.firstTaskDefinition,
      loadBalancers: [{ targetGroupArn: shop.blueTargetGroup, containerName: 'web', containerPort: 80 }],
    });
    await expect(ecs.send(wrong)).rejects.toThrow('The container web does not exist in the task definition.');
  });

  it('is refused with ECS’s error where the cluster does not exist', async () => {
    const wrong = new CreateServiceCommand({ cluster: 'nowhere', serviceName: 'wrong' });
    await expect(ecs.send(wrong)).rejects.toMatchObject({ name: 'ClusterNotFoundException' });
  });
});

describe('a second task set', () => {
  it('starts after a while, without memory on its container, and is then steady on its own target group', async () => {
    const { taskSetArn } = await addGreen(shop.firstTaskDefinition);
    expect(await taskSet(taskSetArn)).toMatchObject({
      runningCount: 0,
      pendingCount: 2,
      stabilityStatus: 'STABILIZING',
    });
    expect(await targets(shop.greenTargetGroup)).toEqual([]);
    await advanceUntil(
      endpoint.clock,
      async () => (await taskSet(taskSetArn)).stabilityStatus === 'STEADY_STATE',
    );
    expect(await targets(shop.greenTargetGroup)).toHaveLength(2);
    expect(await describeShop()).toMatchObject({ runningCount: 4, desiredCount: 2 });
  });

  it('becomes primary, and the service returns its task definition and load balancers', async () => {
    const taskDefinition = await registerTask(endpoint.client(), shop.service, 'nginx');
    const { taskSetArn, id } = await addGreen(taskDefinition);
    const { cluster, service } = shop;
    await ecs.send(new UpdateServicePrimaryTaskSetCommand({ cluster, service, primaryTaskSet: id }));
    const after = await describeShop();
    expect(after.taskDefinition).toBe(taskDefinition);
    expect(after.loadBalancers?.[0]?.targetGroupArn).toBe(shop.greenTargetGroup);
    const statuses = (after.taskSets ?? []).map((one) => [one.taskSetArn === taskSetArn, one.status]);
    expect(statuses).toEqual([
      [false, 'ACTIVE'],
      [true, 'PRIMARY'],
    ]);
  });

  it('loses its targets when it is deleted, which needs force while it is scaled', async () => {
    const { taskSetArn } = await addGreen(shop.firstTaskDefinition);
    await advanceUntil(endpoint.clock, async () => (await targets(shop.greenTargetGroup)).length === 2);
    const { cluster, service } = shop;
    const gentle = new DeleteTaskSetCommand({ cluster, service, taskSet: taskSetArn });
    await expect(ecs.send(gentle)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await ecs.send(new DeleteTaskSetCommand({ cluster, service, taskSet: taskSetArn, force: true }));
    expect(await targets(shop.greenTargetGroup)).toEqual([]);
    expect((await describeShop()).taskSets).toHaveLength(1);
    const again = new DeleteTaskSetCommand({ cluster, service, taskSet: taskSetArn, force: true });
    await expect(ecs.send(again)).rejects.toMatchObject({ name: 'TaskSetNotFoundException' });
  });

  it('is never started when it is deleted before', async () => {
    const { taskSetArn } = await addGreen(shop.firstTaskDefinition);
    await ecs.send(new DeleteTaskSetCommand({ ...shop, taskSet: taskSetArn, force: true }));
    endpoint.clock.advance(120_000);
    await describeShop();
    expect(await targets(shop.greenTargetGroup)).toEqual([]);
  });

  it('can be scaled', async () => {
    const { taskSetArn } = await addGreen(shop.firstTaskDefinition);
    await advanceUntil(endpoint.clock, async () => (await targets(shop.greenTargetGroup)).length === 2);
    const { cluster, service } = shop;
    const scale = { value: 50, unit: 'PERCENT' as const };
    const output = await ecs.send(new UpdateTaskSetCommand({ cluster, service, taskSet: taskSetArn, scale }));
    expect(output.taskSet).toMatchObject({ computedDesiredCount: 1, runningCount: 1 });
    expect(await targets(shop.greenTargetGroup)).toHaveLength(1);
  });
});

describe('an image', () => {
  const uri = (repository: string) => `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${repository}`;

  it('that is missing from ECR keeps the tasks from starting until it is pushed', async () => {
    const image = `${uri('late')}:v1`;
    const { taskSetArn, id } = await addGreen(await registerTask(endpoint.client(), shop.service, image));
    await advanceUntil(endpoint.clock, async () => ((await describeShop()).events?.length ?? 0) > 4);
    const stopped = (await describeShop()).events?.find(({ message }) =>
      message?.includes('CannotPullContainerError'),
    );
    expect(stopped?.message).toContain(id);
    expect(stopped?.message).toContain(`${image}: not found`);
    expect(await taskSet(taskSetArn)).toMatchObject({ runningCount: 0, stabilityStatus: 'STABILIZING' });
    await pushImage(endpoint.client(), 'late', 'v1');
    await advanceUntil(
      endpoint.clock,
      async () => (await taskSet(taskSetArn)).stabilityStatus === 'STEADY_STATE',
    );
  });

  it('is found by its digest', async () => {
    const digest = await pushImage(endpoint.client(), 'early', 'v1');
    const family = await registerTask(endpoint.client(), shop.service, `${uri('early')}@${digest}`);
    const { taskSetArn } = await addGreen(family);
    await advanceUntil(
      endpoint.clock,
      async () => (await taskSet(taskSetArn)).stabilityStatus === 'STEADY_STATE',
    );
  });
});

describe('an update of the service', () => {
  const update = (change: object) =>
    ecs.send(new UpdateServiceCommand({ cluster: shop.cluster, service: shop.service, ...change }));

  it('cannot change the task definition', async () => {
    const taskDefinition = await registerTask(endpoint.client(), shop.service, 'nginx');
    await expect(update({ taskDefinition })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
    });
    expect((await describeShop()).taskDefinition).toBe(shop.firstTaskDefinition);
  });

  it('cannot force a deployment or move the network', async () => {
    await expect(update({ forceNewDeployment: true })).rejects.toThrow('Cannot force a new deployment');
    const networkConfiguration = { awsvpcConfiguration: { subnets: shop.subnets.slice(1) } };
    await expect(update({ networkConfiguration })).rejects.toThrow('Unable to update network parameters');
  });

  it('scales what runs', async () => {
    const { service } = await update({ desiredCount: 3, taskDefinition: shop.firstTaskDefinition });
    expect(service).toMatchObject({ desiredCount: 3, runningCount: 3 });
    expect(await targets(shop.blueTargetGroup)).toHaveLength(3);
  });
});

it('deletes a service with its task sets and targets, which needs force while it is scaled', async () => {
  const { cluster, service } = shop;
  const gentle = new DeleteServiceCommand({ cluster, service });
  await expect(ecs.send(gentle)).rejects.toThrow('The service cannot be stopped while it is scaled above 0.');
  await ecs.send(new DeleteServiceCommand({ cluster, service, force: true }));
  expect(await targets(shop.blueTargetGroup)).toEqual([]);
  expect((await describeShop()).status).toBe('INACTIVE');
  expect((await ecs.send(new ListServicesCommand({ cluster }))).serviceArns).toEqual([]);
  const clusters = async () =>
    (await ecs.send(new ListClustersCommand({ maxResults: 100 }))).clusterArns ?? [];
  const before = await clusters();
  await ecs.send(new DeleteClusterCommand({ cluster }));
  const left = await clusters();
  expect(before.filter((arn) => !left.includes(arn))).toEqual([
    `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/${cluster}`,
  ]);
});

async function describeShop(): Promise<Service> {
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: shop.cluster, services: [shop.service] }),
  );
  return services?.[0] ?? {};
}

async function taskSet(arn = ''): Promise<TaskSet> {
  const { taskSets } = await ecs.send(
    new DescribeTaskSetsCommand({ cluster: shop.cluster, service: shop.service, taskSets: [arn] }),
  );
  return taskSets?.[0] ?? {};
}

async function addGreen(taskDefinition: string): Promise<TaskSet> {
  const primary = (await describeShop()).taskSets?.[0];
  const output = await ecs.send(
    new CreateTaskSetCommand({
      cluster: shop.cluster,
      service: shop.service,
      taskDefinition,
      launchType: 'FARGATE',
      scale: { value: 100, unit: 'PERCENT' },
      networkConfiguration: primary?.networkConfiguration,
      loadBalancers: [{ targetGroupArn: shop.greenTargetGroup, containerName: 'app', containerPort: 80 }],
    }),
  );
  return output.taskSet ?? {};
}

/** The addresses that are registered; those that were drain. */
async function targets(TargetGroupArn: string): Promise<string[]> {
  const client = new ElasticLoadBalancingV2Client(endpoint.client());
  const { TargetHealthDescriptions } = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  return (TargetHealthDescriptions ?? [])
    .filter(({ TargetHealth }) => TargetHealth?.State !== 'draining')
    .map(({ Target }) => Target?.Id ?? '');
}

import {
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type ContainerDefinition,
  type Deployment,
  type Service,
  type Task,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ACCOUNT, advanceUntil, REGION, type TestEndpoint } from '../../../testing';
import { createShop, pushImage, registerFargateTask, type Shop } from './shop';

/** A service with ECS's own controller behind a target group, and everything that a test reads of it. */
export interface RollingServiceFixture {
  readonly shop: Shop;
  readonly name: string;
  readonly ecs: ECSClient;
  describe(): Promise<Service>;
  /** Its primary deployment. */
  primary(): Promise<Deployment>;
  update(change: Partial<UpdateServiceCommandInput>): Promise<Service>;
  /** Registers a revision of the service's task definition. */
  register(containers: Partial<ContainerDefinition>[]): Promise<string>;
  /** Moves the clock until the primary deployment reaches a rollout state. */
  rollout(state: string): Promise<Deployment>;
  /** Addresses behind the target group. */
  targets(): Promise<string[]>;
  tasks(desiredStatus?: 'RUNNING' | 'STOPPED'): Promise<Task[]>;
  /** Messages of the service's events, oldest first. */
  messages(): Promise<string[]>;
}

/** Creates a shop and a rolling service in it, whose first deployment is in progress. */
export async function createRollingService(
  endpoint: TestEndpoint,
  more: Partial<CreateServiceCommandInput> = {},
): Promise<RollingServiceFixture> {
  const shop = await createShop(endpoint.client());
  const ecs = new ECSClient(endpoint.client());
  const elb = new ElasticLoadBalancingV2Client(endpoint.client());
  const name = `${shop.cluster}-rolling`;
  const of = { cluster: shop.cluster, service: name };
  const rolling: RollingServiceFixture = {
    shop,
    name,
    ecs,
    describe: async () => {
      const { services } = await ecs.send(
        new DescribeServicesCommand({ cluster: shop.cluster, services: [name] }),
      );
      return services?.[0] ?? {};
    },
    primary: async () => {
      const { deployments = [] } = await rolling.describe();
      return deployments.find(({ status }) => status === 'PRIMARY') ?? {};
    },
    update: async (change) => (await ecs.send(new UpdateServiceCommand({ ...of, ...change }))).service ?? {},
    register: (containers) =>
      registerFargateTask(ecs, {
        family: name,
        containerDefinitions: containers.map((container) => ({ image: 'nginx', ...container })),
      }),
    rollout: async (state) => {
      await advanceUntil(endpoint.clock, async () => (await rolling.primary()).rolloutState === state);
      return rolling.primary();
    },
    targets: async () => {
      const { TargetHealthDescriptions = [] } = await elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: shop.greenTargetGroup }),
      );
      return TargetHealthDescriptions.map(({ Target }) => Target?.Id ?? '');
    },
    tasks: async (desiredStatus) => {
      const list = new ListTasksCommand({ cluster: shop.cluster, serviceName: name, desiredStatus });
      const { taskArns: tasks = [] } = await ecs.send(list);
      if (tasks.length === 0) return [];
      const described = await ecs.send(new DescribeTasksCommand({ cluster: shop.cluster, tasks }));
      return described.tasks ?? [];
    },
    messages: async () => {
      const { events = [] } = await rolling.describe();
      return events.map(({ message = '' }) => message).reverse();
    },
  };
  const taskDefinition = await rolling.register([web()]);
  await ecs.send(
    new CreateServiceCommand({
      cluster: shop.cluster,
      serviceName: name,
      taskDefinition,
      desiredCount: 2,
      launchType: 'FARGATE',
      loadBalancers: [{ targetGroupArn: shop.greenTargetGroup, containerName: 'web', containerPort: 8080 }],
      networkConfiguration: { awsvpcConfiguration: { subnets: shop.subnets, securityGroups: [] } },
      ...more,
    }),
  );
  return rolling;
}

/** The container that the load balancer's traffic goes to. */
export const web = (more: Partial<ContainerDefinition> = {}): ContainerDefinition => ({
  name: 'web',
  image: 'nginx',
  essential: true,
  portMappings: [{ containerPort: 8080 }],
  ...more,
});

/** Images whose containers fail, by how. */
export const BROKEN_IMAGES = {
  unhealthy: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/broken:unhealthy`,
  exits: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/broken:exits`,
};

/** Pushes {@link BROKEN_IMAGES}. */
export async function pushBrokenImages(endpoint: TestEndpoint): Promise<void> {
  for (const health of ['unhealthy', 'exits'])
    await pushImage(endpoint.client(), 'broken', health, { 'rehearsal.health': health });
}

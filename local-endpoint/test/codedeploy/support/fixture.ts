import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  type CreateDeploymentCommandInput,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
  type DeploymentInfo,
  type ECSTarget,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
} from '@aws-sdk/client-codedeploy';
import { DescribeServicesCommand, ECSClient, type Service } from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { codeDeploy } from '../../../services/codedeploy/service';
import { ecs } from '../../../services/ecs/service';
import { elasticLoadBalancing } from '../../../services/elasticloadbalancing/service';
import { ACCOUNT, advanceUntil, startTestEndpoint, type TestEndpoint } from '../../../testing';
import { createShop, registerTask, type Shop } from '../../ecs/support/shop';

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/shop-deploy`;
export const ALARM = 'shop-5xx';

/** A step of the clock for what ends after an hour. */
export const MINUTE = 60_000;

/** A shop with a deployment group, and everything that a test reads of it. */
export interface DeploymentFixture {
  readonly endpoint: TestEndpoint;
  readonly codeDeploy: CodeDeployClient;
  readonly shop: Shop;
  /** Creates application and group. @param change overrides parts of the group */
  group(change?: Partial<CreateDeploymentGroupCommandInput>): Promise<void>;
  /** Registers a task definition and starts its deployment. @returns the deployment id */
  deploy(change?: Partial<CreateDeploymentCommandInput> & Release): Promise<string>;
  deployment(id: string): Promise<DeploymentInfo>;
  target(id: string): Promise<ECSTarget>;
  /** Moves the clock until the deployment has one of the statuses. */
  reaches(id: string, ...statuses: string[]): Promise<DeploymentInfo>;
  /**
   * Moves the clock until the deployment has ended without success, and until the one that rolls it back has ended.
   * @param step milliseconds of the clock at a time @default - {@link MINUTE}
   */
  rollsBack(id: string, step?: number): Promise<{ failed: DeploymentInfo; rollback: DeploymentInfo }>;
  /** Moves the clock until the traffic has moved and the termination wait has begun. */
  movesOver(id: string): Promise<void>;
  /** Statuses of the lifecycle events by name. */
  statuses(id: string): Promise<Record<string, string | undefined>>;
  service(): Promise<Service>;
  /** Percent of a listener's traffic by target group ARN, without those that get none. */
  traffic(listener: string): Promise<Record<string, number>>;
  targets(targetGroup: string): Promise<number>;
  /** Expects that blue serves with all its tasks on both listeners, and that green is gone. */
  expectBlueServes(): Promise<void>;
}

/** What a test releases. */
interface Release {
  readonly image?: string;
  readonly hooks?: readonly Record<string, string>[];
}

/** One endpoint for a file of tests. */
export function useEndpoint(): () => TestEndpoint {
  let endpoint: TestEndpoint;
  beforeAll(async () => {
    endpoint = await startTestEndpoint({
      services: [ecs, codeDeploy, elasticLoadBalancing],
      fakes: ['elasticloadbalancing:DescribeTargetHealth', 'lambda:Invoke'],
    });
  });
  beforeEach(() => {
    endpoint.restore();
    endpoint.calls.length = 0;
    endpoint.events.length = 0;
  });
  afterAll(() => endpoint.close());
  return () => endpoint;
}

export async function createFixture(endpoint: TestEndpoint): Promise<DeploymentFixture> {
  const shop = await createShop(endpoint.client());
  const codeDeploy = new CodeDeployClient(endpoint.client());
  const ecs = new ECSClient(endpoint.client());
  const elb = new ElasticLoadBalancingV2Client(endpoint.client());
  const name = shop.service;
  const fixture: DeploymentFixture = {
    endpoint,
    codeDeploy,
    shop,
    group: async (change = {}) => {
      await codeDeploy.send(new CreateApplicationCommand({ applicationName: name, computePlatform: 'ECS' }));
      await codeDeploy.send(new CreateDeploymentGroupCommand({ ...groupInput(shop), ...change }));
    },
    deploy: async ({ image = 'nginx', hooks, ...change } = {}) => {
      const taskDefinition = await registerTask(endpoint.client(), name, image);
      const { deploymentId = '' } = await codeDeploy.send(
        new CreateDeploymentCommand({
          applicationName: name,
          deploymentGroupName: name,
          revision: {
            revisionType: 'AppSpecContent',
            appSpecContent: { content: appSpec(taskDefinition, hooks) },
          },
          ...change,
        }),
      );
      return deploymentId;
    },
    deployment: async (deploymentId) =>
      (await codeDeploy.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {},
    target: async (deploymentId) => {
      const command = new GetDeploymentTargetCommand({ deploymentId, targetId: `${name}:${name}` });
      return (await codeDeploy.send(command)).deploymentTarget?.ecsTarget ?? {};
    },
    reaches: async (id, ...statuses) => {
      await advanceUntil(
        endpoint.clock,
        async () => statuses.includes((await fixture.deployment(id)).status ?? ''),
        MINUTE,
      );
      return fixture.deployment(id);
    },
    rollsBack: async (id, step = MINUTE) => {
      const ended = async () => (await fixture.deployment(id)).completeTime;
      await advanceUntil(endpoint.clock, ended, step);
      const failed = await fixture.deployment(id);
      const rollbackId = failed.rollbackInfo?.rollbackDeploymentId ?? '';
      expect(rollbackId).toMatch(/^d-/);
      return { failed, rollback: await fixture.reaches(rollbackId, 'Succeeded', 'Failed', 'Stopped') };
    },
    movesOver: async (id) => {
      await advanceUntil(
        endpoint.clock,
        async () => (await fixture.deployment(id)).instanceTerminationWaitTimeStarted,
      );
    },
    statuses: async (id) => {
      const events = (await fixture.target(id)).lifecycleEvents ?? [];
      return Object.fromEntries(events.map((event) => [event.lifecycleEventName ?? '', event.status]));
    },
    service: async () => {
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster: name, services: [name] }));
      return services?.[0] ?? {};
    },
    traffic: async (listener) => {
      const { Listeners } = await elb.send(new DescribeListenersCommand({ ListenerArns: [listener] }));
      const [action] = Listeners?.[0]?.DefaultActions ?? [];
      const groups = action?.ForwardConfig?.TargetGroups ?? [
        { TargetGroupArn: action?.TargetGroupArn, Weight: 100 },
      ];
      const served = groups.filter(({ Weight }) => Weight);
      const whole = served.reduce((sum, { Weight = 0 }) => sum + Weight, 0);
      return Object.fromEntries(
        served.map(({ TargetGroupArn = '', Weight = 0 }) => [
          TargetGroupArn,
          Math.round((Weight / whole) * 100),
        ]),
      );
    },
    targets: async (TargetGroupArn) => {
      const answer = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      const states = (answer.TargetHealthDescriptions ?? []).map(({ TargetHealth }) => TargetHealth?.State);
      return states.filter((state) => state !== 'draining').length;
    },
    expectBlueServes: async () => {
      const all = { [shop.blueTargetGroup]: 100 };
      expect(await fixture.traffic(shop.productionListener)).toEqual(all);
      expect(await fixture.traffic(shop.testListener)).toEqual(all);
      expect(await fixture.targets(shop.blueTargetGroup)).toBe(2);
      expect(await fixture.targets(shop.greenTargetGroup)).toBe(0);
      const service = await fixture.service();
      expect(service).toMatchObject({ runningCount: 2, taskDefinition: shop.firstTaskDefinition });
      expect(service.taskSets).toHaveLength(1);
      expect(service.taskSets?.[0]).toMatchObject({
        status: 'PRIMARY',
        taskDefinition: shop.firstTaskDefinition,
        stabilityStatus: 'STEADY_STATE',
      });
    },
  };
  return fixture;
}

/** A deployment group that rolls everything back, and keeps blue for five minutes. */
export function groupInput(shop: Shop): CreateDeploymentGroupCommandInput {
  return {
    applicationName: shop.service,
    deploymentGroupName: shop.service,
    serviceRoleArn: ROLE,
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ecsServices: [{ clusterName: shop.cluster, serviceName: shop.service }],
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          targetGroups: [{ name: shop.blueName }, { name: shop.greenName }],
          prodTrafficRoute: { listenerArns: [shop.productionListener] },
          testTrafficRoute: { listenerArns: [shop.testListener] },
        },
      ],
    },
    blueGreenDeploymentConfiguration: {
      deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
    },
    alarmConfiguration: { enabled: true, alarms: [{ name: ALARM }] },
    autoRollbackConfiguration: {
      enabled: true,
      events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
  };
}

export function appSpec(taskDefinition: string, hooks?: readonly Record<string, string>[]): string {
  return JSON.stringify({
    version: 0.0,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition,
            LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 80 },
          },
        },
      },
    ],
    ...(hooks ? { Hooks: hooks } : {}),
  });
}

import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type LoadBalancer,
  type Service,
} from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CommitPipeline } from '../ecs-from-commits/deployed-pipeline';

/** What serves for a pipeline, asked of ECS and the load balancer. */
export interface Serving {
  /** Image references by container. */
  readonly images: Readonly<Record<string, string>>;
  /** Deployments, or task sets, that are left. */
  readonly deployments: number;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly healthyTargets: number;
}

/** Looks at what serves now. */
export async function lookAtServing(pipeline: CommitPipeline): Promise<Serving> {
  const { clients } = pipeline;
  const { cluster, service: name } = pipeline.service;
  const { services } = await clients.ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
  const service = services?.[0] ?? {};
  const all = pipeline.deployer === 'ECS' ? service.deployments : service.taskSets;
  const primary = all?.find(({ status }) => status === 'PRIMARY');
  const { taskDefinition } = await clients.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: primary?.taskDefinition }),
  );
  const containers = taskDefinition?.containerDefinitions ?? [];
  return {
    images: Object.fromEntries(containers.map(({ name: container = '', image = '' }) => [container, image])),
    deployments: all?.length ?? 0,
    desiredCount: service.desiredCount ?? 0,
    runningCount: service.runningCount ?? 0,
    healthyTargets: await healthyTargets(pipeline, balancersOf(service)),
  };
}

const balancersOf = ({ loadBalancers = [], taskSets = [] }: Service): LoadBalancer[] =>
  taskSets.find(({ status }) => status === 'PRIMARY')?.loadBalancers ?? loadBalancers;

async function healthyTargets(
  { clients }: CommitPipeline,
  balancers: readonly LoadBalancer[],
): Promise<number> {
  const health = await Promise.all(
    balancers.map(({ targetGroupArn }) =>
      clients.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn })),
    ),
  );
  const targets = health.flatMap(({ TargetHealthDescriptions }) => TargetHealthDescriptions ?? []);
  return targets.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
}

import { DescribeTaskDefinitionCommand, type LoadBalancer, type TaskDefinition } from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { RehearsalClients } from '../clients';
import { describeEcsService, type EcsPipeline } from './service';

/** What serves for a pipeline, according to ECS and the load balancer. */
export interface ServingTasks {
  readonly taskDefinition: TaskDefinition;
  /** Image references by container. */
  readonly images: Readonly<Record<string, string>>;
  /** The first load balancer of the tasks. @default - they have none */
  readonly loadBalancer?: LoadBalancer;
  /** Deployments, or task sets where CodeDeploy deploys, that still exist. */
  readonly deployments: number;
  readonly desiredCount: number;
  readonly healthyTargets: number;
}

/** Asks what serves now: the primary deployment, or the primary task set where CodeDeploy deploys. */
export async function servingTasks({
  clients,
  service: name,
}: Pick<EcsPipeline, 'clients' | 'service'>): Promise<ServingTasks> {
  const service = (await describeEcsService(clients, name)) ?? {};
  const { taskSets = [], deployments = [], loadBalancers = [] } = service;
  const all = taskSets.length > 0 ? taskSets : deployments;
  const primary = all.find(({ status }) => status === 'PRIMARY');
  const { taskDefinition = {} } = await clients.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: primary?.taskDefinition }),
  );
  const containers = taskDefinition.containerDefinitions ?? [];
  const balancers = taskSets.find(({ status }) => status === 'PRIMARY')?.loadBalancers ?? loadBalancers;
  return {
    taskDefinition,
    images: Object.fromEntries(containers.map(({ name: container = '', image = '' }) => [container, image])),
    loadBalancer: balancers[0],
    deployments: all.length,
    desiredCount: service.desiredCount ?? 0,
    healthyTargets: await healthyTargets(
      clients,
      balancers.map(({ targetGroupArn = '' }) => targetGroupArn),
    ),
  };
}

/** How many targets of all these target groups are healthy. */
export async function healthyTargets(
  { elb }: RehearsalClients,
  targetGroupArns: readonly string[],
): Promise<number> {
  const health = await Promise.all(
    targetGroupArns.map((TargetGroupArn) => elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))),
  );
  const targets = health.flatMap(({ TargetHealthDescriptions }) => TargetHealthDescriptions ?? []);
  return targets.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
}

import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { BlueGreenPipeline } from './deployed-pipeline';

/** What serves the production traffic of a pipeline, asked of ECS and the load balancer. */
export interface Serving {
  readonly taskDefinition: string;
  /** Image references by container. */
  readonly images: Readonly<Record<string, string>>;
  /** Environment variables of all containers. */
  readonly environment: Readonly<Record<string, string>>;
  readonly taskSets: number;
  /** Name of the target group that the production listener forwards everything to, or all of them with their weights. */
  readonly targetGroup: string;
  readonly healthyTargets: number;
  readonly desiredCount: number;
}

/** Looks at what serves now. */
export async function lookAtServing(pipeline: BlueGreenPipeline): Promise<Serving> {
  const { clusterName, serviceName } = pipeline.group.ecsServices?.[0] ?? {};
  const { ecs } = pipeline.clients;
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: clusterName, services: [serviceName ?? ''] }),
  );
  const taskSets = services?.[0]?.taskSets ?? [];
  const primary = taskSets.find(({ status }) => status === 'PRIMARY');
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: primary?.taskDefinition }),
  );
  const containers = taskDefinition?.containerDefinitions ?? [];
  const variables = containers.flatMap(({ environment }) => environment ?? []);
  return {
    taskDefinition: primary?.taskDefinition ?? 'none',
    images: Object.fromEntries(containers.map(({ name, image }) => [name ?? '', image ?? ''])),
    environment: Object.fromEntries(variables.map(({ name, value }) => [name ?? '', value ?? ''])),
    taskSets: taskSets.length,
    desiredCount: services?.[0]?.desiredCount ?? 0,
    ...(await lookAtListener(pipeline)),
  };
}

async function lookAtListener(
  pipeline: BlueGreenPipeline,
): Promise<Pick<Serving, 'targetGroup' | 'healthyTargets'>> {
  const { elb } = pipeline.clients;
  const pair = pipeline.group.loadBalancerInfo?.targetGroupPairInfoList?.[0];
  const { Listeners } = await elb.send(
    new DescribeListenersCommand({ ListenerArns: pair?.prodTrafficRoute?.listenerArns ?? [] }),
  );
  const action = Listeners?.[0]?.DefaultActions?.[0];
  const tuples = action?.ForwardConfig?.TargetGroups ?? [
    { TargetGroupArn: action?.TargetGroupArn, Weight: 1 },
  ];
  const weighted = tuples.filter(({ Weight, TargetGroupArn }) => TargetGroupArn && Weight !== 0);
  const arns = weighted.map(({ TargetGroupArn }) => TargetGroupArn ?? '');
  const { TargetGroups } = await elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: arns }));
  const names = new Map(TargetGroups?.map((group) => [group.TargetGroupArn, group.TargetGroupName]));
  const health = await Promise.all(
    arns.map((TargetGroupArn) => elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))),
  );
  const targets = health.flatMap(({ TargetHealthDescriptions }) => TargetHealthDescriptions ?? []);
  return {
    targetGroup: arns.map((arn) => names.get(arn)).join(' and '),
    healthyTargets: targets.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length,
  };
}

/** The digest that a tag of the pipeline's first repository stands for, or nothing. */
export async function digestOf(pipeline: BlueGreenPipeline, tag: string): Promise<string | undefined> {
  const { imageDetails } = await pipeline.clients.ecr.send(
    new DescribeImagesCommand({ repositoryName: pipeline.images[0]?.repository }),
  );
  return imageDetails?.find(({ imageTags }) => imageTags?.includes(tag))?.imageDigest;
}

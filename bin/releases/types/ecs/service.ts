import { DescribeServicesCommand, type Service } from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { readTaskDefinitionImages } from '../../../../handlers/record-release/serving-task-set';
import type { ReleaseClients } from '../../clients';
import type { Fact, ReleasePipeline, Serving } from '../../model';

/** An ECS service by cluster and name. */
export interface ServiceLocation {
  readonly cluster: string;
  readonly service: string;
}

/** @returns undefined where there is none */
export async function readService(
  { ecs }: ReleaseClients,
  { cluster, service }: ServiceLocation,
): Promise<Service | undefined> {
  const found = await ecs
    .send(new DescribeServicesCommand({ cluster, services: [service] }))
    .catch((error: Error) => {
      if (error.name === 'ClusterNotFoundException') return undefined;
      throw error;
    });
  return found?.services?.find(({ status }) => status !== 'INACTIVE');
}

/** The deployment or task set that serves. */
export interface ServingTasks {
  readonly id?: string;
  readonly taskDefinition?: string;
  readonly runningCount?: number;
  /** @default - that of the service */
  readonly desiredCount?: number;
  readonly createdAt?: Date;
  readonly loadBalancers?: readonly { readonly targetGroupArn?: string }[];
}

/**
 * What serves, with what the release record has on it where the record names the same task definition.
 * @param title of what serves, for example `deployment ecs-svc/1`
 */
export async function describeServing(
  { clients, record }: ReleasePipeline,
  { desiredCount: wanted = 0 }: Service,
  tasks: ServingTasks,
  title: string,
): Promise<Serving> {
  const { taskDefinition = '', runningCount = 0, desiredCount = wanted, createdAt } = tasks;
  const images = await readTaskDefinitionImages(clients.ecs, taskDefinition);
  const healthy = await countHealthy(clients, tasks);
  const facts: Fact[] = [
    { name: 'serves', value: `task definition ${shortArn(taskDefinition)}, ${title}` },
    ...Object.entries(images).map(([container, image]) => ({ name: `image ${container}`, value: image })),
    {
      name: 'strength',
      value: `${runningCount} of ${desiredCount} tasks run${healthy === undefined ? '' : `, ${healthy} healthy behind the load balancer`}`,
    },
  ];
  if (!record || record.serving.type !== 'ecs') return { facts, since: createdAt };
  const { serving } = record;
  if (serving.taskDefinition !== taskDefinition)
    return { facts, since: createdAt, recordDiffers: `it names ${shortArn(serving.taskDefinition)}` };
  return {
    facts,
    executionId: serving.pipelineExecutionId,
    since: new Date(serving.servingSince),
  };
}

/** The name and revision of a task definition's ARN, or what follows the last slash of another one. */
const shortArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

async function countHealthy(
  { elb }: ReleaseClients,
  { loadBalancers = [] }: ServingTasks,
): Promise<number | undefined> {
  const groups = loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
  if (groups.length === 0) return undefined;
  const health = await Promise.all(
    groups.map((TargetGroupArn) => elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))),
  );
  return health
    .flatMap(({ TargetHealthDescriptions = [] }) => TargetHealthDescriptions)
    .filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
}

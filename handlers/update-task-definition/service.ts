import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type TaskDefinition,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { ConfigurationError } from '../errors';
import type { TaskDefinitionInput } from './task-definition-file';

/** Which service. */
export interface ServiceName {
  readonly cluster: string;
  readonly service: string;
}

/** What a service runs, and where its load balancer sends traffic to. */
export interface RunningService {
  readonly revision: TaskDefinition;
  readonly loadBalancers: readonly { readonly containerName?: string; readonly containerPort?: number }[];
}

/**
 * Looks at a service.
 * @throws ConfigurationError where there is none that ECS itself deploys to
 */
export async function readService(
  ecs: ECSClient,
  { cluster, service }: ServiceName,
): Promise<RunningService> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const [{ status, deploymentController, taskDefinition, loadBalancers = [] } = {}] = services ?? [];
  if (status !== 'ACTIVE' || !taskDefinition)
    throw new ConfigurationError(
      `Service ${cluster}/${service} must be ACTIVE, got: ${status ?? 'no such service'}`,
    );
  const { type = 'ECS' } = deploymentController ?? {};
  if (type !== 'ECS')
    throw new ConfigurationError(
      `Service ${cluster}/${service}: deploymentController must be ECS, got: ${type}`,
    );
  const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  return { revision: described.taskDefinition ?? {}, loadBalancers };
}

/**
 * Sees whether the service could run a task definition, before anything is changed.
 * @param path of the task definition, for what is said of it
 * @throws ConfigurationError for another family, or without the container and port of the load balancer
 */
export function checkAgainstService(
  path: string,
  { family, containerDefinitions }: TaskDefinitionInput,
  { revision, loadBalancers }: RunningService,
): void {
  if (family !== revision.family)
    throw new ConfigurationError(
      `${path}: family must be that of the service, ${revision.family}, got: ${family}`,
    );
  for (const { containerName, containerPort } of loadBalancers) {
    const container = containerDefinitions.find(({ name }) => name === containerName);
    const ports = (container?.portMappings ?? []).map((mapping) => mapping.containerPort);
    if (!container || (containerPort !== undefined && !ports.includes(containerPort)))
      throw new ConfigurationError(
        `${path}: containerDefinitions must have ${containerName} with port ${containerPort}, where the service's load balancer sends traffic to, got: ${container ? `ports ${ports.join(', ') || 'none'}` : 'no such container'}`,
      );
  }
}

/** Has the service run a revision; how it deploys, with its circuit breaker and alarms, stays as it is. */
export async function updateService(
  ecs: ECSClient,
  name: ServiceName,
  taskDefinition: string,
): Promise<void> {
  await ecs.send(new UpdateServiceCommand({ ...name, taskDefinition }));
}

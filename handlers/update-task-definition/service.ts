import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type TaskDefinition,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { ConfigurationError } from '../errors';
import type { TaskDefinitionInput } from './task-definition-file';

/** An ECS service and its cluster, by name. */
export interface EcsServiceName {
  readonly cluster: string;
  readonly service: string;
}

/** The revision that a service runs, and where its load balancer sends traffic to. */
export interface ServiceState {
  readonly revision: TaskDefinition;
  readonly loadBalancers: readonly { readonly containerName?: string; readonly containerPort?: number }[];
}

/**
 * @throws ConfigurationError where the service is not there, or where ECS itself does not deploy to it
 */
export async function readService(
  ecs: ECSClient,
  { cluster, service }: EcsServiceName,
): Promise<ServiceState> {
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
 * Checks that the service could run a task definition, before anything is changed.
 * @param path of the task definition, for error messages
 * @throws ConfigurationError for another family, or without the container and port of the load balancer
 */
export function checkAgainstService(
  path: string,
  { family, containerDefinitions }: TaskDefinitionInput,
  { revision, loadBalancers }: ServiceState,
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

/** Updates the service to a revision; circuit breaker, alarms and the rest of its deployment configuration stay. */
export async function deployRevision(
  ecs: ECSClient,
  name: EcsServiceName,
  taskDefinition: string,
): Promise<void> {
  await ecs.send(new UpdateServiceCommand({ ...name, taskDefinition }));
}

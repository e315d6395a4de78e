import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import type { DeployedPipeline } from '../pipeline/deployed-pipeline';

/** An ECS service by its names. */
export interface ServiceName {
  readonly cluster: string;
  readonly service: string;
}

/**
 * Why a pipeline cannot be rehearsed: it deploys to a service that is somewhere else.
 * @returns undefined where the service is there
 */
export async function missingService(
  { clients, name }: DeployedPipeline,
  { cluster, service }: ServiceName,
): Promise<string | undefined> {
  const found = await clients.ecs
    .send(new DescribeServicesCommand({ cluster, services: [service] }))
    .catch((error: Error) => {
      if (error.name === 'ClusterNotFoundException') return undefined;
      throw error;
    });
  if (found?.services?.some(({ status }) => status === 'ACTIVE')) return undefined;
  return `${name} deploys to the existing service ${cluster}/${service}, which is not on the local endpoint`;
}

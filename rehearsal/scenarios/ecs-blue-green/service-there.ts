import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import type { DeployedPipeline } from './deployed-pipeline';

/**
 * Why a pipeline cannot be rehearsed: it deploys to a service that is somewhere else.
 * @returns undefined where the service is there
 */
export async function missingService(pipeline: DeployedPipeline): Promise<string | undefined> {
  const { clusterName = '', serviceName = '' } = pipeline.group.ecsServices?.[0] ?? {};
  const found = await pipeline.clients.ecs
    .send(new DescribeServicesCommand({ cluster: clusterName, services: [serviceName] }))
    .catch((error: Error) => {
      if (error.name === 'ClusterNotFoundException') return undefined;
      throw error;
    });
  if (found?.services?.some(({ status }) => status === 'ACTIVE')) return undefined;
  return `${pipeline.name} deploys to the existing service ${clusterName}/${serviceName}, which is not on the local endpoint`;
}

import { type DeploymentGroupInfo, GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { DescribeServicesCommand, type Service } from '@aws-sdk/client-ecs';
import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import type { RehearsalClients } from '../clients';
import type { RecordingPipeline } from '../pipeline/release-record';

/** The names by which ECS's API refers to a service. */
export interface EcsServiceName {
  readonly cluster: string;
  readonly service: string;
}

/** A pipeline that deploys to an ECS service and records its releases. */
export interface EcsPipeline extends RecordingPipeline {
  readonly service: EcsServiceName;
}

/** The deployment group of a `CodeDeployToECS` action. */
export async function deploymentGroupOf(
  { codeDeploy }: RehearsalClients,
  { configuration }: ActionDeclaration,
): Promise<DeploymentGroupInfo> {
  const { deploymentGroupInfo = {} } = await codeDeploy.send(
    new GetDeploymentGroupCommand({
      applicationName: configuration?.ApplicationName,
      deploymentGroupName: configuration?.DeploymentGroupName,
    }),
  );
  return deploymentGroupInfo;
}

/** The service that a deployment group deploys to. */
export function serviceOfGroup({ ecsServices }: DeploymentGroupInfo): EcsServiceName | undefined {
  const { clusterName: cluster, serviceName: service } = ecsServices?.[0] ?? {};
  return cluster && service ? { cluster, service } : undefined;
}

/** A service as it is now; undefined where there is none. */
export async function describeEcsService(
  { ecs }: RehearsalClients,
  { cluster, service }: EcsServiceName,
): Promise<Service | undefined> {
  const found = await ecs
    .send(new DescribeServicesCommand({ cluster, services: [service] }))
    .catch((error: Error) => {
      if (error.name === 'ClusterNotFoundException') return undefined;
      throw error;
    });
  return found?.services?.[0];
}

/**
 * Why a pipeline cannot be rehearsed: its service is none that was deployed with it.
 * @returns undefined where the service is on the local endpoint
 */
export async function missingService(
  { clients, name }: Pick<EcsPipeline, 'clients' | 'name'>,
  service: EcsServiceName,
): Promise<string | undefined> {
  if ((await describeEcsService(clients, service))?.status === 'ACTIVE') return undefined;
  return `${name} deploys to the existing service ${service.cluster}/${service.service}, which is not on the local endpoint`;
}

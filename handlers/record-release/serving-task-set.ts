import { type CodeDeployClient, GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type Tag,
} from '@aws-sdk/client-ecs';
import { ReleaseError } from '../errors';

/** The task set that serves. */
export interface ServingTaskSet {
  /** ARN of the task definition revision. */
  readonly taskDefinition: string;
  /** Image references of the task definition, by container name. */
  readonly images: Readonly<Record<string, string>>;
}

/**
 * Finds what a deployment made serve: the task set it created, or, where it created none because it sent the traffic
 * back, the PRIMARY task set.
 * @param name the CodeDeploy application and deployment group
 * @returns nothing where the deployment group has no ECS service
 * @throws ReleaseError where no task set serves
 */
export async function readServingTaskSet(
  codeDeploy: CodeDeployClient,
  ecs: ECSClient,
  name: string,
  deploymentId: string,
): Promise<ServingTaskSet | undefined> {
  const request = { applicationName: name, deploymentGroupName: name };
  const { deploymentGroupInfo } = await codeDeploy.send(new GetDeploymentGroupCommand(request));
  const { clusterName, serviceName } = deploymentGroupInfo?.ecsServices?.[0] ?? {};
  if (!clusterName || !serviceName) return undefined;
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: clusterName, services: [serviceName] }),
  );
  const taskSets = services?.[0]?.taskSets ?? [];
  const own = taskSets.find(({ externalId }) => externalId === deploymentId);
  const taskSet = own ?? taskSets.find(({ status }) => status === 'PRIMARY');
  if (!taskSet?.taskDefinition)
    throw new ReleaseError(`Service ${clusterName}/${serviceName} must have a PRIMARY task set, got: none`);
  return {
    taskDefinition: taskSet.taskDefinition,
    images: await readTaskDefinitionImages(ecs, taskSet.taskDefinition),
  };
}

/** Images and tags of a task definition. */
export interface TaggedImages {
  /** References by container name. */
  readonly images: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}

/** The same with tags. */
export async function readTaggedImages(ecs: ECSClient, taskDefinition: string): Promise<TaggedImages> {
  const request = { taskDefinition, include: ['TAGS' as const] };
  const described = await ecs.send(new DescribeTaskDefinitionCommand(request));
  const containers = described.taskDefinition?.containerDefinitions ?? [];
  const images = Object.fromEntries(containers.map(({ name = '', image = '' }) => [name, image]));
  return { images, tags: described.tags ?? [] };
}

/** Image references of a task definition, by container name. */
export async function readTaskDefinitionImages(
  ecs: ECSClient,
  taskDefinition: string,
): Promise<Record<string, string>> {
  const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const containers = described.taskDefinition?.containerDefinitions ?? [];
  return Object.fromEntries(containers.map(({ name = '', image = '' }) => [name, image]));
}

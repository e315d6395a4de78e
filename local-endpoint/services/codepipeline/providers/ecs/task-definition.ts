import {
  DescribeTaskDefinitionCommand,
  type DescribeTaskDefinitionCommandOutput,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import { ActionFailure } from '../provider';
import type { ImageDefinition } from './image-definitions';

/** A task definition with its tags, as it can be registered again. */
export async function readTaskDefinition(
  ecs: ECSClient,
  taskDefinition: string | undefined,
): Promise<RegisterTaskDefinitionCommandInput> {
  const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }));
  return registrable(described);
}

/**
 * Changes nothing but images.
 * @throws ActionFailure where a container is not in the task definition
 */
export function withImages(
  definition: RegisterTaskDefinitionCommandInput,
  images: readonly ImageDefinition[],
): RegisterTaskDefinitionCommandInput {
  const containers = definition.containerDefinitions ?? [];
  for (const { name } of images)
    if (!containers.some((container) => container.name === name))
      throw new ActionFailure('ConfigurationError', `The AWS ECS container ${name} does not exist`);
  const imageOf = (name?: string) => images.findLast((image) => image.name === name)?.imageUri;
  return {
    ...definition,
    containerDefinitions: containers.map((container) => ({
      ...container,
      image: imageOf(container.name) ?? container.image,
    })),
  };
}

/** @returns the ARN of the new revision */
export async function registerNextRevision(
  ecs: ECSClient,
  definition: RegisterTaskDefinitionCommandInput,
): Promise<string> {
  const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(definition));
  if (!taskDefinition?.taskDefinitionArn)
    throw new ActionFailure('JobFailed', 'Amazon ECS returned no task definition ARN.');
  return taskDefinition.taskDefinitionArn;
}

/** What ECS adds to a task definition; RegisterTaskDefinition does not take it. */
const ADDED = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
];

/** Registering refuses an empty list of tags. */
function registrable({
  taskDefinition,
  tags = [],
}: DescribeTaskDefinitionCommandOutput): RegisterTaskDefinitionCommandInput {
  const given = Object.entries(taskDefinition ?? {}).filter(([name]) => !ADDED.includes(name));
  const definition = Object.fromEntries(given) as unknown as RegisterTaskDefinitionCommandInput;
  return tags.length > 0 ? { ...definition, tags } : definition;
}

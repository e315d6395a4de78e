import { ConfigurationError } from '../errors';
import type { TaskDefinitionInput } from './task-definition-file';

/** What stands for an image that a build is yet to make. */
const PLACEHOLDER = /^<.*>$/;

/**
 * The task definition with the images of imagedefinitions.json in it.
 * @param path of the task definition, for what is said of it
 * @param images references by container name
 * @throws ConfigurationError for a container that only one of the two files knows and that has no image without it
 */
export function putImages(
  path: string,
  definition: TaskDefinitionInput,
  images: Readonly<Record<string, string>>,
): TaskDefinitionInput {
  const names = definition.containerDefinitions.map(({ name = '' }) => name);
  const stranger = Object.keys(images).find((name) => !names.includes(name));
  if (stranger)
    throw new ConfigurationError(
      `imagedefinitions.json: name must be a container of ${path} (${names.join(', ')}), got: ${stranger}`,
    );
  const containerDefinitions = definition.containerDefinitions.map((container, index) => {
    const image = images[container.name ?? ''] ?? container.image ?? '';
    if (!image || PLACEHOLDER.test(image))
      throw new ConfigurationError(
        `${path}: containerDefinitions.${index}.image must be an image, or imagedefinitions.json must name one for container ${container.name}, got: ${image || 'none'}`,
      );
    return { ...container, image };
  });
  return { ...definition, containerDefinitions };
}

import { ConfigurationError } from '../errors';
import { shortened } from '../excerpt';
import type { TaskDefinitionInput } from './task-definition-file';

/** Stands in a task definition for an image that a build makes. */
const PLACEHOLDER = /^<.*>$/;

/**
 * Puts the images of imagedefinitions.json into a task definition.
 * @param path of the task definition, for error messages
 * @param images references by container name
 * @throws ConfigurationError for a container that the task definition lacks, or that has no image in either file
 */
export function insertImages(
  path: string,
  definition: TaskDefinitionInput,
  images: Readonly<Record<string, string>>,
): TaskDefinitionInput {
  const names = definition.containerDefinitions.map(({ name = '' }) => name);
  const unknown = Object.keys(images).find((name) => !names.includes(name));
  if (unknown)
    throw new ConfigurationError(
      `imagedefinitions.json: name must be a container of ${path} (${names.join(', ')}), got: ${shortened(unknown)}`,
    );
  const containerDefinitions = definition.containerDefinitions.map((container, index) => {
    const image = images[container.name ?? ''] ?? container.image ?? '';
    if (!image || PLACEHOLDER.test(image))
      throw new ConfigurationError(
        `${path}: containerDefinitions.${index}.image must be an image, or imagedefinitions.json must name one for container ${container.name}, got: ${shortened(image) || 'none'}`,
      );
    return { ...container, image };
  });
  return { ...definition, containerDefinitions };
}

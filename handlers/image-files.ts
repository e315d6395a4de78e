import { ConfigurationError } from './errors';
import { isObject, parseJson, parseObject, textOf } from './json';

/** The files in which a build, or CodePipeline's ECR source, tells what images there are. */
export const IMAGE_DEFINITIONS = 'imagedefinitions.json';
export const IMAGE_DETAIL = 'imageDetail.json';

/**
 * Bytes that CodePipeline takes of imagedefinitions.json.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
export const LARGEST_IMAGE_FILE = 100 * 1024;

/**
 * Image references by container name, as imagedefinitions.json has them.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html
 * @throws ConfigurationError for anything else
 */
export function parseImageDefinitions(text: string): Record<string, string> {
  const images: Record<string, string> = {};
  for (const [index, given] of listOf(text).entries()) {
    const one = isObject(given) ? given : {};
    const [name, imageUri] = [textOf(one, 'name'), textOf(one, 'imageUri')];
    if (!name || !imageUri)
      throw new ConfigurationError(
        `${IMAGE_DEFINITIONS}: item ${index} must have a text "name" and a text "imageUri", got: ${JSON.stringify(given)}`,
      );
    if (name in images)
      throw new ConfigurationError(`${IMAGE_DEFINITIONS}: name must be unique, got ${name} twice`);
    images[name] = imageUri;
  }
  return images;
}

/**
 * The image that imageDetail.json names.
 * @throws ConfigurationError where it names none
 */
export function parseImageDetail(text: string): string {
  const image = textOf(parseObject(text) ?? {}, 'ImageURI');
  if (!image)
    throw new ConfigurationError(
      `${IMAGE_DETAIL} must be a JSON object with a text "ImageURI", got: ${text.slice(0, 200)}`,
    );
  return image;
}

function listOf(text: string): unknown[] {
  const given = parseJson(IMAGE_DEFINITIONS, text);
  if (!Array.isArray(given) || given.length === 0)
    throw new ConfigurationError(
      `${IMAGE_DEFINITIONS} must be a list of at least one container and its image, got: ${text.slice(0, 200)}`,
    );
  return given;
}

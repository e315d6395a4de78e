import { ConfigurationError } from '../errors';
import { excerptOf, excerptOfFile, shortened } from '../excerpt';
import { isObject, optionalText, parseJson, parseObject } from '../json';

/** The files in which a build, or CodePipeline's ECR source, names images. */
export const IMAGE_DEFINITIONS = 'imagedefinitions.json';
export const IMAGE_DETAIL = 'imageDetail.json';

/**
 * CodePipeline accepts no larger imagedefinitions.json.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
export const MAX_IMAGE_FILE_BYTES = 100 * 1024;

/**
 * Image references by container name, as in imagedefinitions.json.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html
 * @throws ConfigurationError for anything else
 */
export function parseImageDefinitions(text: string): Record<string, string> {
  const images: Record<string, string> = {};
  for (const [index, given] of listOf(text).entries()) {
    const one = isObject(given) ? given : {};
    const [name, imageUri] = [optionalText(one, 'name'), optionalText(one, 'imageUri')];
    if (!name || !imageUri)
      throw new ConfigurationError(
        `${IMAGE_DEFINITIONS}: item ${index} must have a text "name" and a text "imageUri", got: ${excerptOf(given)}`,
      );
    if (name in images)
      throw new ConfigurationError(`${IMAGE_DEFINITIONS}: name must be unique, got ${shortened(name)} twice`);
    images[name] = imageUri;
  }
  return images;
}

/**
 * The image that imageDetail.json names.
 * @throws ConfigurationError where it names none
 */
export function parseImageDetail(text: string): string {
  const image = optionalText(parseObject(text) ?? {}, 'ImageURI');
  if (!image)
    throw new ConfigurationError(
      `${IMAGE_DETAIL} must be a JSON object with a text "ImageURI", got: ${excerptOfFile(text)}`,
    );
  return image;
}

function listOf(text: string): unknown[] {
  const given = parseJson(IMAGE_DEFINITIONS, text);
  if (!Array.isArray(given) || given.length === 0)
    throw new ConfigurationError(
      `${IMAGE_DEFINITIONS} must be a list of at least one container and its image, got: ${excerptOf(given)}`,
    );
  return given;
}

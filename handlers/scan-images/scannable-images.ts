import type { ECRClient } from '@aws-sdk/client-ecr';
import { ReleaseError } from '../errors';
import type { ImageReference } from '../image-reference';
import { isObject, type JsonObject, parseObject, textOf } from '../json';
import { readManifest } from '../manifest';

/** An image that ECR scans: one of one platform. */
export interface ScannableImage {
  readonly repository: string;
  readonly digest: string;
  /** As people know it: repository, tag or the beginning of the digest, and, where there are several, the platform. */
  readonly label: string;
}

/**
 * The image itself, or, where it is for several platforms, that of each: ECR scans no index.
 * https://github.com/aws/containers-roadmap/issues/1683
 * @throws ReleaseError for an image that is not there, or an index without any
 */
export async function scannableImages(client: ECRClient, image: ImageReference): Promise<ScannableImage[]> {
  const { repository, tag, digest } = image;
  const imageId = digest ? { imageDigest: digest } : { imageTag: tag };
  const label = digest ? `${repository}@${digest.slice(0, 19)}` : `${repository}:${tag}`;
  const manifest = await readManifest(client, repository, imageId);
  if (!manifest)
    throw new ReleaseError(`Repository ${repository} must have the image ${digest ?? tag}, got: none`);
  const { manifests } = parseObject(manifest.text) ?? {};
  if (!Array.isArray(manifests)) return [{ repository, digest: manifest.digest, label }];
  const platforms = manifests
    .filter(isObject)
    .filter(isPlatform)
    .map((one) => ({
      repository,
      digest: textOf(one, 'digest') ?? '',
      label: `${label} (${platformOf(one)})`,
    }));
  if (platforms.length === 0)
    throw new ReleaseError(`Image ${label} must be for at least one platform, got: none`);
  return platforms;
}

/** Build tools put what they attest of an image into its index, as if it were another one. */
function isPlatform(manifest: JsonObject): boolean {
  return platformOf(manifest) !== 'unknown/unknown';
}

function platformOf({ platform }: JsonObject): string {
  const { os, architecture, variant } = isObject(platform) ? platform : {};
  return [os, architecture, variant].filter((part) => typeof part === 'string').join('/') || 'some platform';
}

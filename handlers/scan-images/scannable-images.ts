import type { ECRClient } from '@aws-sdk/client-ecr';
import { ReleaseError } from '../errors';
import type { ImageReference } from '../images/image-reference';
import { parseIndex, readManifest } from '../images/manifest';

/** An image that ECR scans: one of one platform. */
export interface ScannableImage {
  readonly repository: string;
  readonly digest: string;
  /** Repository, tag or the beginning of the digest, and, where the image is for several platforms, the platform. */
  readonly label: string;
}

/**
 * The image itself, or, where it is an index, the image of each platform: ECR scans no index.
 * https://github.com/aws/containers-roadmap/issues/1683
 * @throws ReleaseError for an image that the repository lacks, or an index without images
 */
export async function scannableImages(client: ECRClient, image: ImageReference): Promise<ScannableImage[]> {
  const { repository, tag, digest } = image;
  const imageId = digest ? { imageDigest: digest } : { imageTag: tag };
  const label = digest ? `${repository}@${digest.slice(0, 19)}` : `${repository}:${tag}`;
  const manifest = await readManifest(client, repository, imageId);
  if (!manifest)
    throw new ReleaseError(`Repository ${repository} must have the image ${digest ?? tag}, got: none`);
  const platforms = parseIndex(manifest);
  if (!platforms) return [{ repository, digest: manifest.digest, label }];
  if (platforms.length === 0)
    throw new ReleaseError(`Image ${label} must be for at least one platform, got: none`);
  return platforms.map((one) => ({
    repository,
    digest: one.digest,
    label: `${label} (${one.platform ?? 'some platform'})`,
  }));
}

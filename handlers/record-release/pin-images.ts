import type { ECRClient } from '@aws-sdk/client-ecr';
import { ReleaseError } from '../errors';
import { formatImage, type ImageReference, parseImage } from '../images/image-reference';
import { readManifest } from '../images/manifest';

/**
 * Image references by digest, for the images of a task definition that come from the pipeline's own repositories.
 * @param images references by container name
 * @throws ReleaseError for a tag that names no image
 */
export async function pinImages(
  client: ECRClient,
  repositories: readonly string[],
  images: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const pinned: Record<string, string> = {};
  for (const [container, text] of Object.entries(images).sort(([a], [b]) => a.localeCompare(b))) {
    const image = parseImage(text);
    if (!image || !repositories.includes(image.repository)) continue;
    pinned[container] = formatImage(image, image.digest ?? (await digestOf(client, image)));
  }
  return pinned;
}

async function digestOf(client: ECRClient, { repository, tag }: ImageReference): Promise<string> {
  const { digest } = (await readManifest(client, repository, { imageTag: tag })) ?? {};
  if (!digest)
    throw new ReleaseError(`Repository ${repository} must have an image with the tag ${tag}, got: none`);
  return digest;
}

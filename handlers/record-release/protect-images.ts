import { type ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { ReleaseError } from '../errors';
import { logger } from '../logger';
import { readManifest } from '../images/manifest';
import { parseImage } from '../images/image-reference';

/** How images are protected. */
export interface ImageProtection {
  readonly tag: string;
  /** For an image that the repository lacks: `fail` for one that serves, `warn` for one that served before. */
  readonly whenGone: 'fail' | 'warn';
}

/**
 * Moves a tag to images, so that no lifecycle policy expires them. Of several images in one repository the second gets
 * the tag with `-2` after it, and so on. Safe to repeat.
 * @param images references by digest, by container name
 * @throws ReleaseError for an image that is gone and must not be
 */
export async function protectImages(
  client: ECRClient,
  images: Readonly<Record<string, string>>,
  { tag, whenGone }: ImageProtection,
): Promise<void> {
  for (const [repository, digests] of byRepository(images)) {
    for (const [index, digest] of digests.entries()) {
      const found = await tagImage(client, repository, digest, index === 0 ? tag : `${tag}-${index + 1}`);
      if (found) continue;
      if (whenGone === 'fail')
        throw new ReleaseError(`Repository ${repository} must have the image that serves, got no ${digest}`);
      logger.warn('An image that served before is gone and cannot be protected', { repository, digest });
    }
  }
}

function byRepository(images: Readonly<Record<string, string>>): Map<string, string[]> {
  const digests = new Map<string, string[]>();
  for (const text of Object.values(images)) {
    const { repository, digest } = parseImage(text) ?? {};
    if (!repository || !digest) continue;
    const known = digests.get(repository) ?? [];
    if (!known.includes(digest)) digests.set(repository, [...known, digest].sort());
  }
  return digests;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html */
async function tagImage(
  client: ECRClient,
  repositoryName: string,
  digest: string,
  imageTag: string,
): Promise<boolean> {
  const manifest = await readManifest(client, repositoryName, { imageDigest: digest });
  if (!manifest) return false;
  try {
    const { text: imageManifest, mediaType: imageManifestMediaType } = manifest;
    const image = { imageManifest, imageManifestMediaType, imageDigest: digest, imageTag };
    await client.send(new PutImageCommand({ repositoryName, ...image }));
  } catch (error) {
    if (!(await hasTag(client, repositoryName, digest, imageTag, error))) throw error;
  }
  return true;
}

/** Whether ECR refused to move a tag because the image has it already, or got it from another invocation meanwhile. */
async function hasTag(
  client: ECRClient,
  repositoryName: string,
  digest: string,
  imageTag: string,
  error: unknown,
): Promise<boolean> {
  const { name } = error as Error;
  if (name === 'ImageAlreadyExistsException') return true;
  if (name !== 'ImageTagAlreadyExistsException') return false;
  return (await readManifest(client, repositoryName, { imageTag }))?.digest === digest;
}

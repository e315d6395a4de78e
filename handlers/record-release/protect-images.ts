import { type ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { ReleaseError } from '../errors';
import { logger } from '../logger';
import { readManifest } from '../manifest';
import { parseImage } from '../image-reference';

/** Which tag protects, and what becomes of an image that is no longer there. */
export interface Protection {
  readonly tag: string;
  /** `fail` for what serves; `warn` for what nobody can bring back any more. */
  readonly whenGone: 'fail' | 'warn';
}

/**
 * Moves a tag to images, so that no clean-up of untagged images takes them. Where two images come from one repository
 * the second has the tag with `-2` after it, and so on. Safe to repeat.
 * @param images references by digest, by container name
 * @throws ReleaseError for an image that is gone
 */
export async function protectImages(
  client: ECRClient,
  images: Readonly<Record<string, string>>,
  { tag, whenGone }: Protection,
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

/** Whether a refusal to move a tag means that it is there already: before, or by another invocation meanwhile. */
async function hasTag(
  client: ECRClient,
  repositoryName: string,
  digest: string,
  imageTag: string,
  refusal: unknown,
): Promise<boolean> {
  const { name } = refusal as Error;
  if (name === 'ImageAlreadyExistsException') return true;
  if (name !== 'ImageTagAlreadyExistsException') return false;
  return (await readManifest(client, repositoryName, { imageTag }))?.digest === digest;
}

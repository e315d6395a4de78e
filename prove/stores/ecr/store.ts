import { createHash } from 'node:crypto';
import type {
  BatchGetImageRequest,
  BatchGetImageResponse,
  PutImageRequest,
  PutImageResponse,
} from '@aws-sdk/client-ecr';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { earliest, ServiceError, type Store } from '../store';
import type { RepositoryState } from './model';
import { describeImageScanFindings, startImageScan } from './scans';
import { findDigest, repositoryOf } from './find';

/** Repositories: images, their tags and their scans. */
export const ecr: Store = {
  operations: {
    BatchGetImage: batchGetImage,
    DescribeImageScanFindings: describeImageScanFindings,
    PutImage: putImage,
    StartImageScan: startImageScan,
  },
  nextDue: ({ ecr: repositories = {}, now }) =>
    earliest(
      Object.values(repositories).flatMap((images) =>
        Object.values(images).map(({ scannedAt = 0 }) => (scannedAt > now ? scannedAt : undefined)),
      ),
    ),
};

const MEDIA_TYPE = 'application/vnd.oci.image.manifest.v1+json';

function batchGetImage(
  simulated: SimulatedAccount,
  { repositoryName = '', imageIds = [] }: BatchGetImageRequest,
): BatchGetImageResponse {
  const images = repositoryOf(simulated, repositoryName);
  const found = imageIds.map((imageId) => [imageId, findDigest(images, imageId)] as const);
  return {
    images: found.flatMap(([{ imageTag }, imageDigest]) =>
      imageDigest === undefined
        ? []
        : {
            repositoryName,
            imageId: { imageDigest, imageTag },
            imageManifest: images[imageDigest]?.manifest,
            imageManifestMediaType: MEDIA_TYPE,
          },
    ),
    failures: found.flatMap(([imageId, digest]) =>
      digest === undefined ? { imageId, failureCode: 'ImageNotFound' as const } : [],
    ),
  };
}

/** Moves a tag. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html */
function putImage(
  simulated: SimulatedAccount,
  { repositoryName = '', imageManifest = '', imageTag = '' }: PutImageRequest,
): PutImageResponse {
  const images = repositoryOf(simulated, repositoryName);
  const imageDigest = `sha256:${createHash('sha256').update(imageManifest).digest('hex')}`;
  const image = (images[imageDigest] ??= { manifest: imageManifest, tags: [], scan: 'clean' });
  if (image.tags.includes(imageTag))
    throw new ServiceError(
      'ImageAlreadyExistsException',
      `Image with digest '${imageDigest}' and tag '${imageTag}' already exists`,
    );
  moveTag(images, imageDigest, imageTag);
  return { image: { repositoryName, imageId: { imageDigest, imageTag }, imageManifest } };
}

function moveTag(images: RepositoryState, to: string, tag: string): void {
  for (const [digest, { tags }] of Object.entries(images)) {
    const at = tags.indexOf(tag);
    if (digest !== to && at >= 0) tags.splice(at, 1);
  }
  images[to]?.tags.push(tag);
}

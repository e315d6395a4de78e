import { createHash } from 'node:crypto';
import type { PutImageRequest } from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kit/aws-error';
import type { CallContext, Operation } from '../../../kit/operation';
import { getPushedImage, listImageDetails, repositoryOf } from '../image';
import { scanPushed } from '../scanning/scan-on-push';
import { type EcrStore, imageKey, type RepositoryId } from '../store';

/**
 * Corrects four things in moto: the digest is the manifest's SHA-256; an image that loses its only tag stays, untagged,
 * instead of vanishing; an immutable tag is refused with ECR's own error; and a new image is scanned where its repository
 * asks for it. Layers are not checked, so a manifest alone is an image here; AWS answers LayersNotFoundException.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html
 */
export const putImage =
  (store: EcrStore): Operation<PutImageRequest> =>
  (input, context) => {
    const repository = repositoryOf(input, context);
    return oneAtATime(store, repository, () => put(store, repository, input, context));
  };

/** Runs the puts of a repository one after the other: which image has a tag must not change while one runs. */
async function oneAtATime(
  store: EcrStore,
  repository: RepositoryId,
  work: () => Promise<object>,
): Promise<object> {
  const { puts } = store.in(repository);
  const result = (puts.get(repository.name) ?? Promise.resolve()).then(work);
  puts.set(
    repository.name,
    result.catch(() => undefined),
  );
  return result;
}

async function put(
  store: EcrStore,
  repository: RepositoryId,
  input: PutImageRequest,
  context: CallContext,
): Promise<object> {
  const { imageTag, imageManifest = '' } = input;
  const imageDigest = checkedDigest(input);
  const images = await listImageDetails(store, repository);
  const known = images.find((image) => image.imageDigest === imageDigest);
  const losing = images.find((image) => image !== known && image.imageTags?.includes(imageTag ?? ''));
  const output = await forward({ ...input, imageDigest }).catch((error: unknown) => {
    throw losing ? immutable(error, input) : error;
  });
  if (!known) {
    store.in(repository).pushedAt.set(imageKey(repository, imageDigest), store.context.clock.now());
    await scanPushed(store, repository, imageDigest, imageManifest);
  }
  return output;

  async function forward(image: object): Promise<object> {
    const untagged = losing?.imageTags?.length === 1 ? await untaggedCopy(losing.imageDigest) : undefined;
    const answer = await context.forward?.(image);
    if (untagged) await context.forward?.(untagged, true);
    return answer as object;
  }

  /** What PutImage has to be given to restore an image as it was, without a tag. */
  async function untaggedCopy(digest?: string): Promise<object | undefined> {
    const image = await getPushedImage(store, repository, digest);
    if (!image) return undefined;
    const { imageManifest: manifest, imageManifestMediaType } = image;
    const copy = { imageManifest: manifest, imageManifestMediaType, imageDigest: digest };
    return { repositoryName: repository.name, ...copy };
  }
}

function checkedDigest({ imageManifest = '', imageDigest }: PutImageRequest): string {
  try {
    JSON.parse(imageManifest);
  } catch {
    throw new AwsError(
      'InvalidParameterException',
      "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    );
  }
  const digest = `sha256:${createHash('sha256').update(imageManifest).digest('hex')}`;
  if (imageDigest && imageDigest !== digest)
    throw new AwsError(
      'ImageDigestDoesNotMatchException',
      `The provided image digest '${imageDigest}' does not match the digest '${digest}' of the image manifest`,
    );
  return digest;
}

function immutable(error: unknown, { imageTag, repositoryName }: PutImageRequest): unknown {
  if (!(error instanceof AwsError) || error.code !== 'ImageAlreadyExistsException') return error;
  return new AwsError(
    'ImageTagAlreadyExistsException',
    `The image tag '${imageTag}' already exists in the '${repositoryName}' repository and cannot be overwritten because the tag is immutable.`,
  );
}

import { createHash } from 'node:crypto';
import type { PutImageRequest } from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kit/aws-error';
import { type CallContext, type Operation } from '../../../kit/operation';
import { findImage, manifestOf, repositoryOf } from '../image';
import { imageKey, type Repository, repositoryKey, type EcrStore } from '../store';
import { scanPushed } from '../scanning/scan-on-push';

/**
 * Makes up for four things in moto: the digest is the manifest's SHA-256; an image that loses its only tag stays,
 * untagged, instead of vanishing; an immutable tag is refused in ECR's own words; and a new image is scanned where its
 * repository wants that. Whether the layers were uploaded is not asked, so a manifest alone is an image here, where AWS
 * answers LayersNotFoundException.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html
 */
export const putImage =
  (store: EcrStore): Operation<PutImageRequest> =>
  (input, context) => {
    const repository = repositoryOf(input, context);
    return inTurn(store, repository, () => put(store, repository, input, context));
  };

/** One put after the other in a repository: who holds a tag must not change between looking and putting. */
async function inTurn(store: EcrStore, repository: Repository, work: () => Promise<object>): Promise<object> {
  const key = repositoryKey(repository);
  const turn = (store.puts.get(key) ?? Promise.resolve()).then(work);
  store.puts.set(
    key,
    turn.catch(() => undefined),
  );
  return turn;
}

async function put(
  store: EcrStore,
  repository: Repository,
  input: PutImageRequest,
  context: CallContext,
): Promise<object> {
  const { imageTag, imageManifest = '' } = input;
  const imageDigest = checkedDigest(input);
  const known = await findImage(store, repository, { imageDigest });
  const holder = imageTag ? await findImage(store, repository, { imageTag }) : undefined;
  const losing = holder && holder.imageDigest !== imageDigest ? holder : undefined;
  const output = await forward({ ...input, imageDigest }).catch((error: unknown) => {
    throw losing ? immutable(error, input) : error;
  });
  if (!known) {
    store.pushedAt.set(imageKey(repository, imageDigest), store.context.clock.now());
    await scanPushed(store, repository, imageDigest, imageManifest);
  }
  return output;

  async function forward(image: object): Promise<object> {
    const untagged = losing?.imageTags?.length === 1 ? await untaggedCopy(losing.imageDigest) : undefined;
    const answer = await context.forward?.(image);
    if (untagged) await context.forward?.(untagged, true);
    return answer as object;
  }

  /** What puts an image back as it was, but without a tag. */
  async function untaggedCopy(digest?: string): Promise<object | undefined> {
    const image = await manifestOf(store, repository, digest);
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

import { createHash } from 'node:crypto';
import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  ECRClient,
  ECRServiceException,
  type ImageDetail,
  type ImageIdentifier,
  ImageNotFoundException,
  type PutImageRequest,
} from '@aws-sdk/client-ecr';
import { AwsError, type CallContext, type Operation } from '../../endpoint/service';
import { imageKey, type Repository, repositoryKey, type Room } from '../room';

/**
 * Makes up for three things in moto: the digest is the manifest's SHA-256; an image that loses its only tag stays,
 * untagged, instead of vanishing; and an immutable tag is refused in ECR's own words.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html
 */
export const putImage =
  (room: Room): Operation<PutImageRequest> =>
  (input, context) => {
    const repository = repositoryOf(input, context);
    return inTurn(room, repository, () => put(room, repository, input, context));
  };

/** One put after the other in a repository: who holds a tag must not change between looking and putting. */
async function inTurn(room: Room, repository: Repository, work: () => Promise<object>): Promise<object> {
  const key = repositoryKey(repository);
  const turn = (room.puts.get(key) ?? Promise.resolve()).then(work);
  room.puts.set(
    key,
    turn.catch(() => undefined),
  );
  return turn;
}

async function put(
  room: Room,
  { account, region, name }: Repository,
  input: PutImageRequest,
  context: CallContext,
): Promise<object> {
  const client = new ECRClient(room.world.aws.asService(account, region));
  const imageDigest = checkedDigest(input);
  const known = await find(client, name, { imageDigest });
  const holder = input.imageTag ? await find(client, name, { imageTag: input.imageTag }) : undefined;
  const losing = holder && holder.imageDigest !== imageDigest ? holder : undefined;
  const output = await forward(context, { ...input, imageDigest }).catch((error: unknown) => {
    throw losing ? immutable(error, input) : error;
  });
  if (!known) room.pushedAt.set(imageKey({ account, region, name }, imageDigest), room.world.clock.now());
  return output;

  async function forward(to: CallContext, put: object): Promise<object> {
    const untagged = losing?.imageTags?.length === 1 ? await manifestOf(client, name, losing) : undefined;
    const answer = await to.forward?.(put);
    if (untagged) await to.forward?.(untagged, true);
    return answer as object;
  }
}

function repositoryOf({ repositoryName = '' }: PutImageRequest, { caller, region }: CallContext): Repository {
  return { account: caller.accountId, region, name: repositoryName };
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

async function find(client: ECRClient, name: string, id: ImageIdentifier): Promise<ImageDetail | undefined> {
  const command = new DescribeImagesCommand({ repositoryName: name, imageIds: [id] });
  try {
    return (await client.send(command)).imageDetails?.[0];
  } catch (error) {
    if (error instanceof ImageNotFoundException) return undefined;
    if (error instanceof ECRServiceException) throw new AwsError(error.name, error.message);
    throw error;
  }
}

/** What puts an image back as it was, but without a tag. */
async function manifestOf(
  client: ECRClient,
  name: string,
  { imageDigest }: ImageDetail,
): Promise<object | undefined> {
  const command = new BatchGetImageCommand({ repositoryName: name, imageIds: [{ imageDigest }] });
  const [image] = (await client.send(command)).images ?? [];
  if (!image) return undefined;
  const { imageManifest, imageManifestMediaType } = image;
  return { repositoryName: name, imageManifest, imageManifestMediaType, imageDigest };
}

function immutable(error: unknown, { imageTag, repositoryName }: PutImageRequest): unknown {
  if (!(error instanceof AwsError) || error.code !== 'ImageAlreadyExistsException') return error;
  return new AwsError(
    'ImageTagAlreadyExistsException',
    `The image tag '${imageTag}' already exists in the '${repositoryName}' repository and cannot be overwritten because the tag is immutable.`,
  );
}

import {
  BatchDeleteImageCommand,
  ECRClient,
  ECRServiceException,
  GetLifecyclePolicyCommand,
  paginateDescribeImages,
  type ImageDetail,
} from '@aws-sdk/client-ecr';
import type { Observer } from '../../kit/operation';
import { expiredImages, parseRules } from './lifecycle-policy';
import { type Repository, repositoryKey, type Room } from './room';

const HOUR_MILLISECONDS = 60 * 60_000;

/** Remembers which repositories have a policy at all. */
export function policyObserver(room: Room): Observer {
  return {
    service: 'ecr',
    operation: 'PutLifecyclePolicy',
    after: async ({ input, context }) => {
      const name = typeof input['repositoryName'] === 'string' ? input['repositoryName'] : '';
      const repository = { account: context.caller.accountId, region: context.region, name };
      room.withPolicy.set(repositoryKey(repository), repository);
    },
  };
}

/** Applies the lifecycle policies every hour of the clock, where AWS takes up to a day, until the endpoint ends. */
export async function expireHourly(room: Room): Promise<void> {
  const { clock, closing } = room.world;
  while (!closing.aborted) {
    await clock.sleep(HOUR_MILLISECONDS, closing);
    for (const repository of closing.aborted ? [] : room.withPolicy.values())
      await expire(room, repository).catch((error: Error) =>
        room.world.log(`ecr: the lifecycle policy of ${repository.name} was not applied: ${error.message}`),
      );
  }
}

async function expire(room: Room, repository: Repository): Promise<void> {
  const client = new ECRClient(room.world.aws.asService(repository.account, repository.region));
  const policy = await policyOf(client, repository.name);
  if (policy === undefined) return void room.withPolicy.delete(repositoryKey(repository));
  const images = await imagesOf(client, repository.name);
  const digests = expiredImages(parseRules(policy), images, room.world.clock.now());
  for (const imageDigest of digests) {
    const imageIds = [{ imageDigest }];
    await client.send(new BatchDeleteImageCommand({ repositoryName: repository.name, imageIds }));
    room.world.log(`ecr: the lifecycle policy of ${repository.name} expired ${imageDigest}`);
  }
}

async function policyOf(client: ECRClient, repositoryName: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetLifecyclePolicyCommand({ repositoryName }))).lifecyclePolicyText;
  } catch (error) {
    if (error instanceof ECRServiceException && error.name.endsWith('NotFoundException')) return undefined;
    throw error;
  }
}

async function imagesOf(client: ECRClient, repositoryName: string): Promise<ImageDetail[]> {
  const images: ImageDetail[] = [];
  for await (const page of paginateDescribeImages({ client }, { repositoryName }))
    images.push(...(page.imageDetails ?? []));
  return images;
}

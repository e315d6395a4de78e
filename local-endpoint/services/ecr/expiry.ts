import {
  BatchDeleteImageCommand,
  type ECRClient,
  ECRServiceException,
  GetLifecyclePolicyCommand,
  paginateDescribeImages,
  type ImageDetail,
} from '@aws-sdk/client-ecr';
import type { Observer } from '../../kit/operation';
import { scopeOf } from '../../kit/scope';
import { repositoryOf } from './image';
import { expiredImages, parseRules } from './lifecycle-policy';
import type { EcrStore, RepositoryId } from './store';

const HOUR_MILLISECONDS = 60 * 60_000;

/** Records which repositories have a policy at all. */
export function policyObserver(store: EcrStore): Observer {
  return {
    service: 'ecr',
    operation: 'PutLifecyclePolicy',
    after: async ({ input, context }) => {
      store.in(scopeOf(context)).withPolicy.add(repositoryOf(input, context).name);
    },
  };
}

/** Applies the lifecycle policies every hour of the clock, where AWS takes up to a day, until the endpoint ends. */
export async function expireHourly(store: EcrStore): Promise<void> {
  const { clock, closing } = store.context;
  while (!closing.aborted) {
    await clock.sleep(HOUR_MILLISECONDS, closing, { background: true });
    if (closing.aborted) return;
    for (const { scope, withPolicy } of store.all())
      for (const name of withPolicy)
        await expire(store, { ...scope, name }).catch((error: Error) =>
          store.context.log(`ecr: the lifecycle policy of ${name} was not applied: ${error.message}`),
        );
  }
}

async function expire(store: EcrStore, repository: RepositoryId): Promise<void> {
  const client = store.client(repository);
  const policy = await policyOf(client, repository.name);
  if (policy === undefined) return void store.in(repository).withPolicy.delete(repository.name);
  const images = await imagesOf(client, repository.name);
  const digests = expiredImages(parseRules(policy), images, store.context.clock.now());
  for (const imageDigest of digests) {
    const imageIds = [{ imageDigest }];
    await client.send(new BatchDeleteImageCommand({ repositoryName: repository.name, imageIds }));
    store.context.log(`ecr: the lifecycle policy of ${repository.name} expired ${imageDigest}`);
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

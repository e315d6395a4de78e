import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  ECRClient,
  ECRServiceException,
  type Image,
  type ImageDetail,
  type ImageIdentifier,
  ImageNotFoundException,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../kit/aws-error';
import { type CallContext } from '../../kit/operation';
import type { Repository, EcrStore } from './store';

/** Which repository a call is about. */
export function repositoryOf(
  { repositoryName = '' }: { readonly repositoryName?: string },
  { caller, region }: CallContext,
): Repository {
  return { account: caller.accountId, region, name: repositoryName };
}

/**
 * An image by digest or tag; nothing where the repository has none such.
 * @throws AwsError in ECR's words where there is no such repository
 */
export async function findImage(
  store: EcrStore,
  repository: Repository,
  id: ImageIdentifier,
): Promise<ImageDetail | undefined> {
  try {
    return await describeImage(store, repository, id);
  } catch (error) {
    if (error instanceof AwsError && error.code === ImageNotFoundException.name) return undefined;
    throw error;
  }
}

/**
 * An image by digest or tag.
 * @throws AwsError in ECR's words where there is none such
 */
export async function describeImage(
  store: EcrStore,
  { account, region, name }: Repository,
  id: ImageIdentifier,
): Promise<ImageDetail | undefined> {
  const client = new ECRClient(store.context.aws.asService(account, region));
  try {
    const command = new DescribeImagesCommand({ repositoryName: name, imageIds: [id] });
    return (await client.send(command)).imageDetails?.[0];
  } catch (error) {
    if (error instanceof ECRServiceException) throw new AwsError(error.name, error.message);
    throw error;
  }
}

/** An image's manifest as it was pushed. */
export async function manifestOf(
  store: EcrStore,
  { account, region, name }: Repository,
  imageDigest: string | undefined,
): Promise<Image | undefined> {
  const client = new ECRClient(store.context.aws.asService(account, region));
  const command = new BatchGetImageCommand({ repositoryName: name, imageIds: [{ imageDigest }] });
  return (await client.send(command)).images?.[0];
}

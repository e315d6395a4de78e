import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  ECRServiceException,
  type Image,
  type ImageDetail,
  type ImageIdentifier,
  ImageNotFoundException,
  paginateDescribeImages,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../kit/aws-error';
import type { CallContext } from '../../kit/operation';
import { scopeOf } from '../../kit/scope';
import type { EcrStore, RepositoryId } from './store';

/** The repository that a call names. */
export function repositoryOf(
  { repositoryName }: { readonly repositoryName?: unknown },
  context: CallContext,
): RepositoryId {
  return { ...scopeOf(context), name: typeof repositoryName === 'string' ? repositoryName : '' };
}

/**
 * An image by digest or tag.
 * @returns undefined where the repository does not have it
 * @throws AwsError ECR's own where the repository does not exist
 */
export async function findImageDetail(
  store: EcrStore,
  repository: RepositoryId,
  id: ImageIdentifier,
): Promise<ImageDetail | undefined> {
  try {
    return await getImageDetail(store, repository, id);
  } catch (error) {
    if (error instanceof AwsError && error.code === ImageNotFoundException.name) return undefined;
    throw error;
  }
}

/**
 * An image by digest or tag.
 * @throws AwsError ECR's own where the image or the repository does not exist
 */
export async function getImageDetail(
  store: EcrStore,
  repository: RepositoryId,
  id: ImageIdentifier,
): Promise<ImageDetail | undefined> {
  try {
    const command = new DescribeImagesCommand({ repositoryName: repository.name, imageIds: [id] });
    return (await store.client(repository).send(command)).imageDetails?.[0];
  } catch (error) {
    if (error instanceof ECRServiceException) throw new AwsError(error.name, error.message);
    throw error;
  }
}

/**
 * All images of a repository.
 * @throws AwsError ECR's own where the repository does not exist
 */
export async function listImageDetails(store: EcrStore, repository: RepositoryId): Promise<ImageDetail[]> {
  const images: ImageDetail[] = [];
  const client = store.client(repository);
  try {
    for await (const { imageDetails = [] } of paginateDescribeImages(
      { client },
      { repositoryName: repository.name },
    ))
      images.push(...imageDetails);
    return images;
  } catch (error) {
    if (error instanceof ECRServiceException) throw new AwsError(error.name, error.message);
    throw error;
  }
}

/** An image with its manifest as it was pushed. */
export async function getPushedImage(
  store: EcrStore,
  repository: RepositoryId,
  imageDigest: string | undefined,
): Promise<Image | undefined> {
  const command = new BatchGetImageCommand({ repositoryName: repository.name, imageIds: [{ imageDigest }] });
  return (await store.client(repository).send(command)).images?.[0];
}

import { DescribeImagesCommand, ECRClient, ECRServiceException } from '@aws-sdk/client-ecr';
import type { Aws } from '../aws';

const ECR_IMAGE =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<repository>[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/**
 * Why an image cannot be pulled, in the words of a stopped task. Images outside of ECR and of other accounts are taken
 * as there: nothing local could tell.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 * @param account the account whose ECR the endpoint knows
 * @returns nothing where the image is there
 */
export async function cannotPull(aws: Aws, account: string, image: string): Promise<string | undefined> {
  const parts = ECR_IMAGE.exec(image)?.groups;
  if (!parts || parts['account'] !== account) return undefined;
  const { region = '', repository = '', tag, digest } = parts;
  const id = digest ? { imageDigest: digest } : { imageTag: tag ?? 'latest' };
  try {
    const client = new ECRClient(aws.asService(account, region));
    await client.send(new DescribeImagesCommand({ repositoryName: repository, imageIds: [id] }));
    return undefined;
  } catch (error) {
    if (!(error instanceof ECRServiceException) || !/NotFound/.test(error.name)) throw error;
    return (
      'CannotPullContainerError: pull image manifest has been retried 7 time(s): ' +
      `failed to resolve ref ${image}: ${image}: not found`
    );
  }
}

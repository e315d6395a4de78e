import type { DescribeImagesRequest, ImageDetail } from '@aws-sdk/client-ecr';
import type { Operation } from '../../../kit/operation';
import { repositoryOf } from '../image';
import { imageKey, type EcrStore } from '../store';

/**
 * Tells when images were pushed by the endpoint's clock, and filters by tag status, which moto does not. It tells
 * nothing of scans, as ECR does since its basic scanning is AWS's own: that is what DescribeImageScanFindings is for.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html
 */
export const describeImages =
  (store: EcrStore): Operation<DescribeImagesRequest> =>
  async (input, context) => {
    const output = (await context.forward?.()) as { imageDetails?: ImageDetail[] };
    const repository = repositoryOf(input, context);
    const wanted = input.filter?.tagStatus;
    const imageDetails = (output.imageDetails ?? [])
      .filter(({ imageTags }) => isWanted(wanted, imageTags?.length ?? 0))
      .map((image) => {
        const imagePushedAt = store.pushedAt.get(imageKey(repository, image.imageDigest ?? ''));
        return imagePushedAt ? { ...image, imagePushedAt } : image;
      });
    return { ...output, imageDetails };
  };

const isWanted = (tagStatus: string | undefined, tags: number): boolean =>
  tagStatus === 'TAGGED' ? tags > 0 : tagStatus === 'UNTAGGED' ? tags === 0 : true;

import type { DescribeImagesRequest, ImageDetail } from '@aws-sdk/client-ecr';
import type { Operation } from '../../endpoint/service';
import { imageKey, type Room } from '../room';

/**
 * Tells when images were pushed by the endpoint's clock, and filters by tag status, which moto does not.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html
 */
export const describeImages =
  (room: Room): Operation<DescribeImagesRequest> =>
  async (input, context) => {
    const output = (await context.forward?.()) as { imageDetails?: ImageDetail[] };
    const repository = {
      account: context.caller.accountId,
      region: context.region,
      name: input.repositoryName ?? '',
    };
    const wanted = input.filter?.tagStatus;
    const imageDetails = (output.imageDetails ?? [])
      .filter(({ imageTags }) => isWanted(wanted, imageTags?.length ?? 0))
      .map((image) => {
        const imagePushedAt = room.pushedAt.get(imageKey(repository, image.imageDigest ?? ''));
        return imagePushedAt ? { ...image, imagePushedAt } : image;
      });
    return { ...output, imageDetails };
  };

const isWanted = (tagStatus: string | undefined, tags: number): boolean =>
  tagStatus === 'TAGGED' ? tags > 0 : tagStatus === 'UNTAGGED' ? tags === 0 : true;

import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { parseImage } from '../../../handlers/images/image-reference';
import type { ReleaseClients } from '../clients';

/** The tags that record-release sets, which say nothing about the content. */
const OWN_TAG = /-(serving|previous)$/;

/**
 * An image as people know it: repository, the beginning of its digest, and its tags, which name version or commit.
 * @param text an image reference
 */
export async function labelledImage({ ecr }: ReleaseClients, text: string): Promise<string> {
  const image = parseImage(text);
  if (!image) return text;
  const { repository: repositoryName, digest, tag } = image;
  const imageIds = [digest ? { imageDigest: digest } : { imageTag: tag }];
  const { imageDetails = [] } = await ecr
    .send(new DescribeImagesCommand({ repositoryName, imageIds }))
    .catch((error: Error) => {
      if (!/NotFoundException$/.test(error.name)) throw error;
      return { imageDetails: [] };
    });
  const [detail] = imageDetails;
  const found = digest ?? detail?.imageDigest ?? '';
  const tags = (detail?.imageTags ?? []).filter((one) => !OWN_TAG.test(one));
  const label = detail ? tags.join(', ') : 'not in the repository';
  return `${repositoryName}@${found.slice(0, 'sha256:'.length + 12)}${label ? ` (${label})` : ''}`;
}

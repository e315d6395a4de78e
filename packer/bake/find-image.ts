import { DescribeImagesCommand, type Image } from '@aws-sdk/client-ec2';
import type { BakeSettings } from '../../handlers/contract/bake';
import { IMAGE_HASH_TAG, PIPELINE_TAG, pipelineName } from '../../handlers/contract/names';
import type { AwsClients } from './clients';
import { say } from './say';

const DAY = 24 * 60 * 60 * 1000;

/**
 * The newest image of this pipeline that was made of the same, unless it is too old or deprecated. A bake gives its image
 * the hash last of all, so that one which failed leaves none that would be found.
 * @returns its id
 */
export async function findImage(
  { identity, maxAgeDays }: BakeSettings,
  hash: string,
  { ec2 }: AwsClients,
): Promise<string | undefined> {
  const { Images = [] } = await ec2.send(
    new DescribeImagesCommand({
      Owners: ['self'],
      Filters: [
        { Name: `tag:${PIPELINE_TAG}`, Values: [pipelineName(identity)] },
        { Name: `tag:${IMAGE_HASH_TAG}`, Values: [hash] },
        { Name: 'state', Values: ['available'] },
      ],
    }),
  );
  const [image] = Images.sort((one, other) => createdAt(other) - createdAt(one));
  if (!image) return undefined;
  const { ImageId: id, CreationDate: made, DeprecationTime: deprecated } = image;
  const age = Math.floor((Date.now() - createdAt(image)) / DAY);
  if (maxAgeDays !== undefined && age >= maxAgeDays) {
    say(`${id} of ${made} has the hash ${hash}, but is ${age} days old; image.maxAge is ${maxAgeDays} days`);
    return undefined;
  }
  if (deprecated && Date.parse(deprecated) <= Date.now()) {
    say(`${id} of ${made} has the hash ${hash}, but is deprecated since ${deprecated}`);
    return undefined;
  }
  say(`${id} of ${made} is reused: it has the hash ${hash} of everything that goes in`);
  return id;
}

const createdAt = ({ CreationDate }: Image): number => Date.parse(CreationDate ?? '') || 0;

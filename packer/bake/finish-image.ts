import { CreateTagsCommand, DescribeImagesCommand, DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { BAKE_TAG, IMAGE_HASH_TAG, PIPELINE_TAG, pipelineName } from '../../handlers/contract/names';
import { BakeError } from './bake-error';
import type { AwsClients } from './clients';
import type { BakeInputs } from './inputs';
import { say } from './say';

/**
 * Packer exits with status 0 where it may not terminate its instance.
 * @throws BakeError where an instance of this bake still runs
 */
export async function requireNothingLeft(
  { settings, buildId }: BakeInputs,
  { ec2 }: AwsClients,
): Promise<void> {
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({
      Filters: [
        { Name: `tag:${PIPELINE_TAG}`, Values: [pipelineName(settings.identity)] },
        { Name: `tag:${BAKE_TAG}`, Values: [buildId] },
        { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
      ],
    }),
  );
  const left = Reservations.flatMap(({ Instances = [] }) =>
    Instances.map(({ InstanceId, State }) => `${InstanceId} (${State?.Name})`),
  );
  if (left.length > 0) throw new BakeError(`packer must leave no instance, got: ${left.join(', ')}`);
}

/**
 * Gives an image the hash by which later bakes find it.
 * @throws BakeError where the image is not what every image must be
 */
export async function finishImage(
  { settings, buildId }: BakeInputs,
  image: string,
  hash: string,
  { ec2 }: AwsClients,
): Promise<void> {
  const { Images: [found] = [] } = await ec2.send(new DescribeImagesCommand({ ImageIds: [image] }));
  const tags = new Map(found?.Tags?.map(({ Key, Value }) => [Key, Value]));
  if (found?.State !== 'available')
    throw new BakeError(`the image ${image} must be available, got: ${found?.State ?? 'none'}`);
  if (found.ImdsSupport !== 'v2.0')
    throw new BakeError(
      `the image ${image} must have imds_support v2.0, got: ${found.ImdsSupport ?? 'none'}`,
    );
  const plain = (found.BlockDeviceMappings ?? []).filter(({ Ebs }) => Ebs && !Ebs.Encrypted);
  if (plain.length > 0)
    throw new BakeError(
      `every volume of the image ${image} must be encrypted, got: ${plain.map(({ DeviceName }) => DeviceName).join(', ')}`,
    );
  if (tags.get(PIPELINE_TAG) !== pipelineName(settings.identity) || tags.get(BAKE_TAG) !== buildId)
    throw new BakeError(
      `the image ${image} must have the tags of var.tags, got: ${[...tags.keys()].join(', ')}`,
    );
  await ec2.send(new CreateTagsCommand({ Resources: [image], Tags: [{ Key: IMAGE_HASH_TAG, Value: hash }] }));
  say(`${image} is made`);
}

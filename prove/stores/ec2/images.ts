import type {
  DeregisterImageRequest,
  DeregisterImageResult,
  DescribeImagesRequest,
  DescribeImagesResult,
  DescribeInstancesRequest,
  DescribeInstancesResult,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  Filter,
  Image,
} from '@aws-sdk/client-ec2';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import type { ImageRecord } from './model';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
export function describeImages(
  { ec2: { images } }: SimulatedAccount,
  { ImageIds, Filters = [] }: DescribeImagesRequest,
): DescribeImagesResult {
  const missing = ImageIds?.find((id) => !images[id]);
  if (missing !== undefined)
    throw new ServiceError('InvalidAMIID.NotFound', `The image id '[${missing}]' does not exist`);
  const found = Object.entries(images).filter(
    ([id, { tags }]) => (ImageIds?.includes(id) ?? true) && Filters.every((one) => hasTag(tags, one)),
  );
  return { Images: found.map(describe) };
}

const hasTag = (tags: ImageRecord['tags'], { Name = '', Values = [] }: Filter): boolean =>
  Name.startsWith('tag:') && Values.includes(tags[Name.slice('tag:'.length)] ?? '');

const describe = ([ImageId, { createdAt, tags }]: [string, ImageRecord]): Image => ({
  ...{ ImageId, State: 'available', CreationDate: createdAt },
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html */
export function deregisterImage(
  { ec2 }: SimulatedAccount,
  { ImageId = '' }: DeregisterImageRequest,
): DeregisterImageResult {
  if (ec2.deregistered?.includes(ImageId))
    throw new ServiceError('InvalidAMIID.Unavailable', `The image ID '${ImageId}' is no longer available`);
  if (!ec2.images[ImageId])
    throw new ServiceError('InvalidAMIID.NotFound', `The image id '[${ImageId}]' does not exist`);
  delete ec2.images[ImageId];
  ec2.deregistered = [...(ec2.deregistered ?? []), ImageId];
  return { Return: true };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
export function describeInstances(
  { autoScaling: { groups } }: SimulatedAccount,
  { Filters = [] }: DescribeInstancesRequest,
): DescribeInstancesResult {
  const wanted = Filters.find(({ Name }) => Name === 'image-id')?.Values ?? [];
  const instances = Object.values(groups).flatMap((group) => group.instances);
  const Instances = instances
    .filter(({ imageId }) => wanted.includes(imageId))
    .map(({ id, imageId }) => ({ InstanceId: id, ImageId: imageId, State: { Name: 'running' as const } }));
  return { Reservations: Instances.length > 0 ? [{ Instances }] : [] };
}

export const describeSubnets = (
  { ec2: { subnets } }: SimulatedAccount,
  { SubnetIds = [] }: DescribeSubnetsRequest,
): DescribeSubnetsResult => ({
  Subnets: structuredClone(subnets.filter(({ SubnetId = '' }) => SubnetIds.includes(SubnetId))),
});

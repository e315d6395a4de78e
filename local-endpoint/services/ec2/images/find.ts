import type { Image } from '@aws-sdk/client-ec2';
import { clientOf } from '../../../kit/client';
import { AwsError } from '../../../kit/aws-error';
import type { Scope } from '../../../kit/scope';
import { passingErrors } from '../errors';
import type { Ec2State, Ec2Store, StoredImage } from '../store';

/** @throws AwsError `InvalidAMIID.Malformed` */
export function checkImageId(id: string): void {
  if (!/^ami-[0-9a-z]+$/.test(id))
    throw new AwsError('InvalidAMIID.Malformed', `Invalid id: "${id}" (expecting "ami-...")`);
}

export const imageNotFound = (ids: readonly string[]): AwsError =>
  new AwsError('InvalidAMIID.NotFound', `The image id '[${ids.join(', ')}]' does not exist`);

/** An image as it is now, without tags. */
export const currentImage = ({ image, availableAt }: StoredImage, now: Date): Image =>
  now < availableAt ? { ...image, State: 'pending' } : image;

/** What an account may launch of those that accounts of the endpoint made in its region. */
export function visibleImages(store: Ec2Store, { account, region }: Scope): StoredImage[] {
  return store
    .all()
    .filter(({ scope }) => scope.region === region)
    .flatMap(({ images }) => [...images.values()])
    .filter(
      ({ image, launchPermissions }) =>
        image.OwnerId === account ||
        launchPermissions.some(({ UserId, Group }) => UserId === account || Group === 'all'),
    );
}

/**
 * An image that an account may launch, whoever owns it, without tags.
 * @throws AwsError `InvalidAMIID.Malformed`, `InvalidAMIID.NotFound`
 */
export async function findImage(store: Ec2Store, scope: Scope, id: string): Promise<Image> {
  checkImageId(id);
  const own = visibleImages(store, scope).find(({ image }) => image.ImageId === id);
  if (own) return currentImage(own, store.context.clock.now());
  return (await knownVendorImage(store, scope, id)) ?? readVendorImage(store, scope, id);
}

async function knownVendorImage(
  { vendorImages }: Ec2Store,
  { region }: Scope,
  id: string,
): Promise<Image | undefined> {
  const images = await vendorImages.get(region);
  return images?.find(({ ImageId }) => ImageId === id);
}

async function readVendorImage(store: Ec2Store, scope: Scope, id: string): Promise<Image> {
  const { DescribeImagesCommand, EC2Client } = await import('@aws-sdk/client-ec2');
  const client = clientOf(EC2Client, store.asService(scope));
  const { Images = [] } = await passingErrors(client.send(new DescribeImagesCommand({ ImageIds: [id] })));
  const [image] = Images;
  if (!image) throw imageNotFound([id]);
  return image;
}

/**
 * An image of the account's own.
 * @throws AwsError `InvalidAMIID.Malformed`, `InvalidAMIID.NotFound`, `AuthFailure` for an image of others
 */
export function ownImage(store: Ec2Store, state: Ec2State, id = ''): StoredImage {
  checkImageId(id);
  const image = state.images.get(id);
  if (image) return image;
  if (state.deregistered.has(id))
    throw new AwsError('InvalidAMIID.Unavailable', `The image ID '${id}' is no longer available`);
  const others = visibleImages(store, state.scope).some((shared) => shared.image.ImageId === id);
  if (others) throw new AwsError('AuthFailure', `Not authorized for image:${id}`, 403);
  throw imageNotFound([id]);
}

import type { Image } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { Scope } from '../../../kit/scope';
import { passingErrors } from '../errors';
import type { Ec2Store, StoredImage } from '../store';

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

const MAX_REMEMBERED_IMAGES = 1_000;

/** Images of vendors, which never change, by region and id. */
const vendorImages = new Map<string, Image>();

/**
 * An image that an account may launch, whoever owns it.
 * @throws AwsError `InvalidAMIID.Malformed`, `InvalidAMIID.NotFound`
 */
export async function findImage(store: Ec2Store, scope: Scope, id: string): Promise<Image> {
  checkImageId(id);
  const own = visibleImages(store, scope).find(({ image }) => image.ImageId === id);
  if (own) return currentImage(own, store.context.clock.now());
  const key = `${scope.region} ${id}`;
  const known = vendorImages.get(key);
  if (known) return known;
  const image = await readVendorImage(store, scope, id);
  if (vendorImages.size < MAX_REMEMBERED_IMAGES) vendorImages.set(key, image);
  return image;
}

async function readVendorImage(store: Ec2Store, scope: Scope, id: string): Promise<Image> {
  const { DescribeImagesCommand, EC2Client } = await import('@aws-sdk/client-ec2');
  const client = new EC2Client(store.asService(scope));
  const { Images = [] } = await passingErrors(client.send(new DescribeImagesCommand({ ImageIds: [id] })));
  const [image] = Images;
  if (!image) throw imageNotFound([id]);
  return image;
}

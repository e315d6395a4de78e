import type { Image } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import { missingParameter } from '../errors';
import type { Ec2State, Ec2Store, StoredImage } from '../store';

/** How long an image and its snapshots are pending. In AWS it is minutes, by the size of the disks. */
const PENDING_MILLISECONDS = 30_000;

/** @throws AwsError `InvalidAMIName.Malformed`, `InvalidAMIName.Duplicate` */
export function validateImageName({ images }: Ec2State, name: string | undefined): string {
  if (!name) throw missingParameter('Name');
  if (!/^[a-zA-Z0-9()[\] ./\-'@_]{3,128}$/.test(name))
    throw new AwsError(
      'InvalidAMIName.Malformed',
      "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'",
    );
  const duplicate = [...images.values()].find(({ image }) => image.Name === name && image.State !== 'failed');
  if (duplicate)
    throw new AwsError(
      'InvalidAMIName.Duplicate',
      `AMI name ${name} is already in use by AMI ${duplicate.image.ImageId}`,
    );
  return name;
}

/** When what is begun now is done. */
export const doneAt = ({ context }: Ec2Store): Date =>
  new Date(context.clock.now().getTime() + PENDING_MILLISECONDS);

/** Adds an image with what all images of an account have. */
export function addImage(
  store: Ec2Store,
  state: Ec2State,
  own: Image & { readonly ImageId: string; readonly Name: string },
  availableAt: Date,
): StoredImage {
  const { account } = state.scope;
  const stored: StoredImage = {
    image: {
      Architecture: 'x86_64',
      CreationDate: store.context.clock.now().toISOString(),
      DeregistrationProtection: 'disabled',
      Hypervisor: 'xen',
      ImageLocation: `${account}/${own.Name}`,
      ImageType: 'machine',
      OwnerId: account,
      PlatformDetails: 'Linux/UNIX',
      Public: false,
      RootDeviceType: 'ebs',
      SriovNetSupport: 'simple',
      State: 'available',
      UsageOperation: 'RunInstances',
      VirtualizationType: 'hvm',
      ...own,
    },
    availableAt,
    launchPermissions: [],
  };
  state.images.set(own.ImageId, stored);
  return stored;
}

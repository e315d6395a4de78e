import { DescribeImagesCommand, type EC2Client, type Image } from '@aws-sdk/client-ec2';
import { ConfigurationError, ReleaseError } from '../errors';
import { shortened } from '../excerpt';
import type { StateParameter } from '../parameters/read-parameters';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
const IMAGE_ID = /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/;

/**
 * The AMI id in the parameter that the bake wrote.
 * @throws ConfigurationError where the parameter holds something else
 */
export function imageIdIn(name: string, parameter: StateParameter | undefined): string {
  const value = parameter?.value ?? '';
  if (!IMAGE_ID.test(value))
    throw new ConfigurationError(
      `Parameter ${name}:${parameter?.version} must hold the id of an AMI (ami-…), got: ${shortened(value) || 'none'}`,
    );
  return value;
}

/**
 * Checks that an AMI can be launched.
 * @throws ReleaseError where it was deregistered, or is not ready
 */
export async function checkImage(ec2: EC2Client, imageId: string): Promise<void> {
  const image = await findImage(ec2, imageId);
  const { State, StateReason } = image ?? {};
  if (State !== 'available')
    throw new ReleaseError(
      `AMI ${imageId} must be available, got: ${image ? [State, StateReason?.Message].filter(Boolean).join(', ') : 'none; it was deregistered, or belongs to another account or Region'}`,
    );
}

async function findImage(ec2: EC2Client, imageId: string): Promise<Image | undefined> {
  try {
    const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: [imageId] }));
    return Images?.[0];
  } catch (error) {
    if (/^InvalidAMIID/.test((error as Error).name)) return undefined;
    throw error;
  }
}

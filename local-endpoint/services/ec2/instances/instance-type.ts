import type { Image } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import { invalidValue } from '../errors';

/**
 * Names of types tell their processor: a `g` after the generation is Graviton.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
const ARM = /^(?:a1|[a-z]+\d+g[a-z]*)(?:-[a-z0-9]+)*\./;

/**
 * @throws AwsError `InvalidParameterValue` for a type that cannot be one, or has another architecture than the image
 */
export function validateType(type: string, { Architecture, State, ImageId }: Image): void {
  if (!/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(type))
    throw invalidValue(`Invalid value '${type}' for InstanceType.`);
  if (State !== undefined && State !== 'available')
    throw new AwsError(
      'InvalidAMIID.Unavailable',
      `The image ID '${ImageId}' is not available: it is ${State}`,
    );
  const arm = ARM.test(type);
  const [ofType, ofImage] = [arm ? 'arm64' : 'x86_64', Architecture ?? 'x86_64'];
  if (ofImage === 'arm64' ? arm : !arm) return;
  throw invalidValue(
    `The architecture '${ofType}' of the specified instance type does not match the architecture '${ofImage}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
  );
}

import type { Volume } from '@aws-sdk/client-ec2';
import { AwsError } from '../../kit/aws-error';
import { invalidValue } from './errors';
import type { Ec2State } from './store';

/** @throws AwsError `InvalidParameterValue`, `InvalidVolume.NotFound` */
export function findVolume({ volumes }: Ec2State, id = ''): Volume {
  if (!/^vol-[0-9a-f]+$/.test(id))
    throw invalidValue(`Value (${id}) for parameter volumeId is invalid. Expected: 'vol-...'.`);
  const volume = volumes.get(id);
  if (volume) return volume;
  throw new AwsError('InvalidVolume.NotFound', `The volume '${id}' does not exist.`);
}

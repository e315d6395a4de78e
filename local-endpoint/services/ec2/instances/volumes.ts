import type { BlockDeviceMapping, EbsBlockDevice, Image, Volume } from '@aws-sdk/client-ec2';
import type { Scope } from '../../../kit/scope';
import { ebsKeyArn } from '../kms-key';
import { type Ec2State, type Ec2Store, newId } from '../store';
import { mergeDevices } from './launch';

/** A volume to create with each instance. */
export interface Device {
  readonly name: string;
  readonly ebs: EbsBlockDevice;
}

const DEFAULT_GIB = 8;

/**
 * The volumes of an instance: those of its image, changed and completed by the launch. A volume from an encrypted
 * snapshot is encrypted.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-device-mapping-concepts.html
 */
export async function devicesOf(
  store: Ec2Store,
  scope: Scope,
  image: Image,
  mappings: readonly BlockDeviceMapping[] | undefined,
): Promise<Device[]> {
  const { snapshots } = store.in(scope);
  const merged = mergeDevices(image.BlockDeviceMappings, mappings).filter(({ Ebs }) => Ebs);
  return Promise.all(
    merged.map(async ({ DeviceName = '', Ebs = {} }) => {
      const source = snapshots.get(Ebs.SnapshotId ?? '')?.snapshot;
      const Encrypted = Ebs.Encrypted ?? source?.Encrypted ?? false;
      const key = Ebs.KmsKeyId ?? source?.KmsKeyId;
      const KmsKeyId = Encrypted ? await ebsKeyArn(store, scope, key) : undefined;
      const VolumeSize = Ebs.VolumeSize ?? source?.VolumeSize ?? DEFAULT_GIB;
      const DeleteOnTermination = Ebs.DeleteOnTermination ?? true;
      const VolumeType = Ebs.VolumeType ?? 'gp2';
      return {
        name: DeviceName,
        ebs: { ...Ebs, Encrypted, KmsKeyId, VolumeSize, VolumeType, DeleteOnTermination },
      };
    }),
  );
}

/** Creates the volume of a device, attached to an instance. */
export function createAttachedVolume(
  { volumes }: Ec2State,
  { name, ebs }: Device,
  instanceId: string,
  zone: string | undefined,
  now: Date,
): Volume {
  const { DeleteOnTermination, VolumeSize, ...rest } = ebs;
  const VolumeId = newId('vol');
  const volume: Volume = {
    ...rest,
    VolumeId,
    Size: VolumeSize,
    Iops: rest.Iops ?? (rest.VolumeType === 'gp3' ? 3000 : undefined),
    Throughput: rest.Throughput ?? (rest.VolumeType === 'gp3' ? 125 : undefined),
    AvailabilityZone: zone,
    CreateTime: now,
    MultiAttachEnabled: false,
    State: 'in-use',
    Attachments: [
      {
        VolumeId,
        InstanceId: instanceId,
        Device: name,
        State: 'attached',
        AttachTime: now,
        DeleteOnTermination,
      },
    ],
  };
  volumes.set(VolumeId, volume);
  return volume;
}

/** Deletes the volumes that go with an instance, and detaches the others. */
export function releaseVolumes(state: Ec2State, instanceId: string): void {
  for (const [id, volume] of state.volumes) {
    const attachment = volume.Attachments?.find(({ InstanceId }) => InstanceId === instanceId);
    if (!attachment) continue;
    if (attachment.DeleteOnTermination) {
      state.volumes.delete(id);
      state.tags.delete(id);
    } else state.volumes.set(id, { ...volume, State: 'available', Attachments: [] });
  }
}

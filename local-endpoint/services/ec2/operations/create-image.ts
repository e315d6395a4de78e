import type {
  BlockDeviceMapping,
  CopyImageCommandInput,
  CreateImageCommandInput,
  Image,
  RegisterImageCommandInput,
  Tag,
  Volume,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { type Scope, scopeOf } from '../../../kit/scope';
import { missingParameter } from '../errors';
import { idempotent } from '../idempotency';
import { findImage } from '../images/find';
import { addImage, doneAt, validateImageName } from '../images/new-image';
import { findInstance } from '../instances/find';
import { mergeDevices } from '../instances/launch';
import { ebsKeyArn } from '../kms-key';
import { addSnapshot, findSnapshot } from '../snapshots/find';
import { type Ec2State, type Ec2Store, newId } from '../store';
import { addTags, specifiedTags } from '../tags/tags';

interface Output {
  readonly ImageId: string;
}

const TAGGED = ['image', 'snapshot'] as const;

/**
 * Image and snapshots exist, with their tags, from the call on, and are pending for a while.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html
 */
export const createImage =
  (store: Ec2Store): Operation<CreateImageCommandInput, Output> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { instance } = findInstance(store, state, input.InstanceId);
    const Name = validateImageName(state, input.Name);
    const tags = specifiedTags(input.TagSpecifications, 'image', TAGGED);
    const snapshotTags = specifiedTags(input.TagSpecifications, 'snapshot', TAGGED);
    if (instance.State?.Name !== 'running' && instance.State?.Name !== 'stopped')
      throw new AwsError(
        'IncorrectState',
        `The instance '${input.InstanceId}' is not in a state from which an image can be created: ${instance.State?.Name}`,
      );
    const source = await findImage(store, state.scope, instance.ImageId ?? '').catch(() => undefined);
    const [ImageId, availableAt] = [newId('ami'), doneAt(store)];
    const Description = `Created by CreateImage(${input.InstanceId}) for ${ImageId}`;
    const devices = attachedVolumes(state, input.InstanceId ?? '').map(([DeviceName, volume]) => {
      const { VolumeId, Size, Encrypted, KmsKeyId } = volume;
      const snapshot = { VolumeId, VolumeSize: Size, Encrypted, KmsKeyId, Description };
      const SnapshotId = addSnapshot(store, state, snapshot, availableAt);
      addTags(state, SnapshotId, snapshotTags);
      return mappingOf(DeviceName, volume, SnapshotId);
    });
    const BlockDeviceMappings = mergeDevices(devices, input.BlockDeviceMappings);
    const image = {
      ...inheritedFrom(source),
      Architecture: instance.Architecture,
      BlockDeviceMappings,
      Description: input.Description,
      EnaSupport: instance.EnaSupport,
      ImageId,
      Name,
      RootDeviceName: instance.RootDeviceName,
      SourceImageId: instance.ImageId,
      SourceImageRegion: state.scope.region,
      SourceInstanceId: instance.InstanceId,
    };
    addImage(store, state, image, availableAt);
    addTags(state, ImageId, tags);
    return { ImageId };
  };

const inheritedFrom = (
  source: Image | undefined,
): Pick<Image, 'BootMode' | 'ImdsSupport' | 'TpmSupport'> => ({
  BootMode: source?.BootMode,
  ImdsSupport: source?.ImdsSupport,
  TpmSupport: source?.TpmSupport,
});

function attachedVolumes({ volumes }: Ec2State, instanceId: string): (readonly [string, Volume])[] {
  return [...volumes.values()].flatMap((volume) => {
    const attachment = volume.Attachments?.find(({ InstanceId }) => InstanceId === instanceId);
    return attachment ? [[attachment.Device ?? '', volume] as const] : [];
  });
}

function mappingOf(DeviceName: string, volume: Volume, SnapshotId: string): BlockDeviceMapping {
  const { VolumeType, Size, Encrypted, Iops, Throughput, Attachments: [attachment] = [] } = volume;
  const DeleteOnTermination = attachment?.DeleteOnTermination;
  const Ebs = { SnapshotId, VolumeSize: Size, VolumeType, Encrypted, Iops, Throughput, DeleteOnTermination };
  return { DeviceName, Ebs };
}

/**
 * A key that does not exist is no error of the call, as in AWS: the copy fails.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopyImage.html
 */
export const copyImage =
  (store: Ec2Store): Operation<CopyImageCommandInput, Output> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const state = store.in(scope);
    return idempotent(state, 'CopyImage', input, async () => {
      const { SourceImageId, SourceRegion, Description } = input;
      if (!SourceImageId) throw missingParameter('SourceImageId');
      if (!SourceRegion) throw missingParameter('SourceRegion');
      const from = { account: scope.account, region: SourceRegion };
      const source = await findImage(store, from, SourceImageId);
      if (source.State !== 'available')
        throw new AwsError(
          'InvalidRequest',
          `Image ${SourceImageId} is not available: it is ${source.State}.`,
        );
      const Name = validateImageName(state, input.Name ?? source.Name);
      const tags = specifiedTags(input.TagSpecifications, 'image', TAGGED);
      const snapshotTags = specifiedTags(input.TagSpecifications, 'snapshot', TAGGED);
      const [ImageId, availableAt] = [newId('ami'), doneAt(store)];
      const text = `Copied for DestinationAmi ${ImageId} from SourceAmi ${SourceImageId} for SourceSnapshot`;
      const copied = await copyDevices(store, from, state, source, input, text, snapshotTags, availableAt);
      const image: Image & { ImageId: string; Name: string } = {
        ...inheritedFrom(source),
        Architecture: source.Architecture,
        BlockDeviceMappings: copied ?? [],
        Description: Description ?? source.Description,
        EnaSupport: source.EnaSupport,
        ImageId,
        Name,
        RootDeviceName: source.RootDeviceName,
        SourceImageId,
        SourceImageRegion: SourceRegion,
        ...(copied ? {} : FAILED),
      };
      addImage(store, state, image, copied ? availableAt : store.context.clock.now());
      const inherited = input.CopyImageTags ? [...(store.in(from).tags.get(SourceImageId) ?? [])] : [];
      addTags(state, ImageId, [...inherited.map(([Key, Value]) => ({ Key, Value })), ...tags]);
      return { ImageId };
    });
  };

const FAILED = {
  State: 'failed',
  StateReason: { Code: 'Server.InternalError', Message: 'Copy image failed with an internal error.' },
} as const;

/** @returns undefined where the key cannot be used */
async function copyDevices(
  store: Ec2Store,
  from: Scope,
  state: Ec2State,
  source: Image,
  { Encrypted, KmsKeyId }: CopyImageCommandInput,
  description: string,
  tags: readonly Tag[],
  completedAt: Date,
): Promise<BlockDeviceMapping[] | undefined> {
  const sources = store.in(from).snapshots;
  const copies: BlockDeviceMapping[] = [];
  for (const { DeviceName, Ebs } of source.BlockDeviceMappings ?? []) {
    if (!Ebs) continue;
    const original = sources.get(Ebs.SnapshotId ?? '')?.snapshot;
    if (original?.Encrypted && Encrypted === false)
      throw new AwsError(
        'InvalidRequest',
        `Snapshot ${Ebs.SnapshotId} is encrypted. Creating unencrypted copy from an encrypted snapshot is not supported.`,
      );
    const encrypted = Encrypted ?? (original?.Encrypted === true || Boolean(KmsKeyId));
    const sameRegion = from.region === state.scope.region;
    const given = KmsKeyId || (sameRegion ? original?.KmsKeyId : undefined);
    const key = encrypted ? await ebsKeyArn(store, state.scope, given).catch(() => undefined) : undefined;
    if (encrypted && !key) return undefined;
    const Description = `${description} ${Ebs.SnapshotId}. Task created on ${completedAt.getTime()}.`;
    const VolumeSize = Ebs.VolumeSize ?? original?.VolumeSize;
    const snapshot = {
      VolumeId: 'vol-ffffffff',
      VolumeSize,
      Encrypted: encrypted,
      KmsKeyId: key,
      Description,
    };
    const SnapshotId = addSnapshot(store, state, snapshot, completedAt);
    addTags(state, SnapshotId, tags);
    copies.push({ DeviceName, Ebs: { ...Ebs, SnapshotId, Encrypted: encrypted } });
  }
  return copies;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html */
export const registerImage =
  (store: Ec2Store): Operation<RegisterImageCommandInput, Output> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const Name = validateImageName(state, input.Name);
    const tags = specifiedTags(input.TagSpecifications, 'image', ['image']);
    const BlockDeviceMappings = (input.BlockDeviceMappings ?? []).map((mapping) => {
      if (!mapping.Ebs?.SnapshotId) return mapping;
      const { VolumeSize, Encrypted } = findSnapshot(state, mapping.Ebs.SnapshotId).snapshot;
      return { ...mapping, Ebs: { VolumeSize, DeleteOnTermination: true, ...mapping.Ebs, Encrypted } };
    });
    const ImageId = newId('ami');
    const { Architecture, BootMode, Description, EnaSupport, ImdsSupport, RootDeviceName, TpmSupport } =
      input;
    const given = {
      Architecture,
      BootMode,
      Description,
      EnaSupport,
      ImdsSupport,
      RootDeviceName,
      TpmSupport,
    };
    const image = { ...given, BlockDeviceMappings, ImageId, Name };
    addImage(store, state, image, store.context.clock.now());
    addTags(state, ImageId, tags);
    return { ImageId };
  };

import type {
  CreateVolumeCommandInput,
  DeleteVolumeCommandInput,
  DescribeVolumesCommandInput,
  Volume,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { invalidCombination, missingParameter } from '../errors';
import { filtered, type FilterTable } from '../filters';
import { idempotent } from '../idempotency';
import { ebsKeyArn } from '../kms-key';
import { ec2Page } from '../pages';
import { findSnapshot } from '../snapshots/find';
import { type Ec2Store, newId } from '../store';
import { addTags, specifiedTags, tagsOf } from '../tags/tags';
import { findVolume } from '../volumes';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html */
export const createVolume =
  (store: Ec2Store): Operation<CreateVolumeCommandInput, Volume> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    return idempotent(state, 'CreateVolume', input, async () => {
      const { AvailabilityZone, SnapshotId, Iops, Throughput, VolumeType = 'gp2' } = input;
      if (!AvailabilityZone) throw missingParameter('AvailabilityZone');
      const source = SnapshotId ? findSnapshot(state, SnapshotId).snapshot : undefined;
      const Size = input.Size ?? source?.VolumeSize;
      if (Size === undefined) throw missingParameter('size/snapshot');
      const tags = specifiedTags(input.TagSpecifications, 'volume', ['volume']);
      const Encrypted = input.Encrypted ?? source?.Encrypted ?? false;
      const key = input.KmsKeyId ?? source?.KmsKeyId;
      const KmsKeyId = Encrypted ? await ebsKeyArn(store, state.scope, key) : undefined;
      const VolumeId = newId('vol');
      const given = { AvailabilityZone, SnapshotId, Iops, Throughput, VolumeType, Size, Encrypted, KmsKeyId };
      const CreateTime = store.context.clock.now();
      const volume: Volume = { ...given, VolumeId, CreateTime, State: 'available', Attachments: [] };
      state.volumes.set(VolumeId, volume);
      addTags(state, VolumeId, tags);
      return { ...volume, State: 'creating', Tags: tagsOf(state, VolumeId) };
    });
  };

const FILTERS: FilterTable<Volume> = {
  'attachment.delete-on-termination': ({ Attachments }) =>
    Attachments?.map(({ DeleteOnTermination }) => DeleteOnTermination),
  'attachment.device': ({ Attachments }) => Attachments?.map(({ Device }) => Device),
  'attachment.instance-id': ({ Attachments }) => Attachments?.map(({ InstanceId }) => InstanceId),
  'attachment.status': ({ Attachments }) => Attachments?.map(({ State }) => State),
  'availability-zone': ({ AvailabilityZone }) => AvailabilityZone,
  'create-time': ({ CreateTime }) => CreateTime,
  encrypted: ({ Encrypted }) => Encrypted,
  size: ({ Size }) => Size,
  'snapshot-id': ({ SnapshotId }) => SnapshotId,
  status: ({ State }) => State,
  'volume-id': ({ VolumeId }) => VolumeId,
  'volume-type': ({ VolumeType }) => VolumeType,
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html */
export const describeVolumes =
  (store: Ec2Store): Operation<DescribeVolumesCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { VolumeIds = [], Filters, MaxResults } = input;
    if (VolumeIds.length > 0 && MaxResults !== undefined)
      throw invalidCombination('The parameter volumeSet cannot be used with the parameter maxResults');
    const wanted =
      VolumeIds.length > 0 ? VolumeIds.map((id) => findVolume(state, id)) : [...state.volumes.values()];
    const matching = filtered(wanted, Filters, FILTERS, ({ VolumeId = '' }) => VolumeId, state);
    const { items, next } = ec2Page(matching, input, [5, 1000]);
    const described = items.map((volume) => ({ ...volume, Tags: tagsOf(state, volume.VolumeId ?? '') }));
    return { Volumes: described, NextToken: next };
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVolume.html */
export const deleteVolume =
  (store: Ec2Store): Operation<DeleteVolumeCommandInput> =>
  async ({ VolumeId = '' }, context) => {
    const state = store.in(scopeOf(context));
    const [attachment] = findVolume(state, VolumeId).Attachments ?? [];
    if (attachment)
      throw new AwsError(
        'VolumeInUse',
        `Volume ${VolumeId} is currently attached to ${attachment.InstanceId}`,
      );
    state.volumes.delete(VolumeId);
    state.tags.delete(VolumeId);
    return {};
  };

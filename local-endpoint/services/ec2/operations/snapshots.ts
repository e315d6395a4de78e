import type {
  CopySnapshotCommandInput,
  CreateSnapshotCommandInput,
  CreateVolumePermission,
  DeleteSnapshotCommandInput,
  DescribeSnapshotAttributeCommandInput,
  DescribeSnapshotsCommandInput,
  ModifySnapshotAttributeCommandInput,
  Snapshot,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { invalidCombination } from '../errors';
import { filtered, type FilterTable } from '../filters';
import { doneAt } from '../images/new-image';
import { ebsKeyArn } from '../kms-key';
import { ec2Page } from '../pages';
import { addSnapshot, describeSnapshot, findSnapshot } from '../snapshots/find';
import type { Ec2Store } from '../store';
import { addTags, specifiedTags } from '../tags/tags';
import { findVolume } from '../volumes';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html */
export const createSnapshot =
  (store: Ec2Store): Operation<CreateSnapshotCommandInput, Snapshot> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { VolumeId, Size, Encrypted, KmsKeyId } = findVolume(state, input.VolumeId);
    const tags = specifiedTags(input.TagSpecifications, 'snapshot', ['snapshot']);
    const own = { VolumeId, VolumeSize: Size, Encrypted, KmsKeyId, Description: input.Description ?? '' };
    const id = addSnapshot(store, state, own, doneAt(store));
    addTags(state, id, tags);
    return describeSnapshot(state, findSnapshot(state, id), store.context.clock.now());
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html */
export const copySnapshot =
  (store: Ec2Store): Operation<CopySnapshotCommandInput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const state = store.in(scope);
    const from = store.in({ account: scope.account, region: input.SourceRegion ?? scope.region });
    const { snapshot: source } = findSnapshot(from, input.SourceSnapshotId);
    const tags = specifiedTags(input.TagSpecifications, 'snapshot', ['snapshot']);
    const Encrypted = source.Encrypted === true || input.Encrypted === true || input.KmsKeyId !== undefined;
    const KmsKeyId = Encrypted ? await ebsKeyArn(store, scope, input.KmsKeyId ?? source.KmsKeyId) : undefined;
    const { VolumeSize } = source;
    const own = {
      VolumeId: 'vol-ffffffff',
      VolumeSize,
      Encrypted,
      KmsKeyId,
      Description: input.Description ?? '',
    };
    const SnapshotId = addSnapshot(store, state, own, doneAt(store));
    addTags(state, SnapshotId, tags);
    return { SnapshotId, Tags: tags };
  };

const FILTERS: FilterTable<Snapshot> = {
  description: ({ Description }) => Description,
  encrypted: ({ Encrypted }) => Encrypted,
  'owner-alias': ({ OwnerAlias }) => OwnerAlias,
  'owner-id': ({ OwnerId }) => OwnerId,
  progress: ({ Progress }) => Progress,
  'snapshot-id': ({ SnapshotId }) => SnapshotId,
  'start-time': ({ StartTime }) => StartTime,
  status: ({ State }) => State,
  'storage-tier': ({ StorageTier }) => StorageTier,
  'volume-id': ({ VolumeId }) => VolumeId,
  'volume-size': ({ VolumeSize }) => VolumeSize,
};

/**
 * Those of the account alone; those of vendors, which nobody needs, are moto's and left out.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
 */
export const describeSnapshots =
  (store: Ec2Store): Operation<DescribeSnapshotsCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { SnapshotIds = [], OwnerIds = [], Filters, MaxResults } = input;
    if (SnapshotIds.length > 0 && MaxResults !== undefined)
      throw invalidCombination('The parameter snapshotsSet cannot be used with the parameter maxResults');
    const wanted =
      SnapshotIds.length > 0
        ? SnapshotIds.map((id) => findSnapshot(state, id))
        : [...state.snapshots.values()];
    const owned =
      OwnerIds.length === 0 || OwnerIds.some((owner) => owner === 'self' || owner === state.scope.account);
    const now = store.context.clock.now();
    const described = owned ? wanted.map((stored) => describeSnapshot(state, stored, now)) : [];
    const matching = filtered(described, Filters, FILTERS, ({ SnapshotId = '' }) => SnapshotId, state);
    const { items, next } = ec2Page(matching, input, [5, 1000]);
    if (SnapshotIds.length > 0 && items.some(({ State }) => State === 'pending'))
      await store.context.clock.letAskAgain(context.caller.sourceArn);
    return { Snapshots: items, NextToken: next };
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html */
export const deleteSnapshot =
  (store: Ec2Store): Operation<DeleteSnapshotCommandInput> =>
  async ({ SnapshotId }, context) => {
    const state = store.in(scopeOf(context));
    const { snapshot } = findSnapshot(state, SnapshotId);
    const user = [...state.images.values()].find(({ image }) =>
      image.BlockDeviceMappings?.some(({ Ebs }) => Ebs?.SnapshotId === snapshot.SnapshotId),
    );
    if (user)
      throw new AwsError(
        'InvalidSnapshot.InUse',
        `The snapshot ${SnapshotId} is currently in use by ${user.image.ImageId}`,
      );
    state.snapshots.delete(snapshot.SnapshotId);
    state.tags.delete(snapshot.SnapshotId);
    return {};
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html */
export const modifySnapshotAttribute =
  (store: Ec2Store): Operation<ModifySnapshotAttributeCommandInput> =>
  async (input, context) => {
    const { snapshot, createVolumePermissions } = findSnapshot(store.in(scopeOf(context)), input.SnapshotId);
    const { CreateVolumePermission = {}, OperationType, UserIds = [], GroupNames = [] } = input;
    const listed: CreateVolumePermission[] = [
      ...UserIds.map((UserId) => ({ UserId })),
      ...GroupNames.map((Group) => ({ Group: Group as 'all' })),
    ];
    const added = [...(CreateVolumePermission.Add ?? []), ...(OperationType === 'add' ? listed : [])];
    const removed = [...(CreateVolumePermission.Remove ?? []), ...(OperationType === 'remove' ? listed : [])];
    if (snapshot.Encrypted && added.some(({ Group }) => Group === 'all'))
      throw new AwsError('OperationNotPermitted', 'Encrypted snapshots cannot be shared publicly');
    for (const { UserId, Group } of [...removed, ...added]) {
      const index = createVolumePermissions.findIndex(
        (known) => known.UserId === UserId && known.Group === Group,
      );
      if (index >= 0) createVolumePermissions.splice(index, 1);
    }
    createVolumePermissions.push(...added);
    return {};
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html */
export const describeSnapshotAttribute =
  (store: Ec2Store): Operation<DescribeSnapshotAttributeCommandInput> =>
  async ({ SnapshotId }, context) => {
    const { createVolumePermissions } = findSnapshot(store.in(scopeOf(context)), SnapshotId);
    return { SnapshotId, CreateVolumePermissions: createVolumePermissions };
  };

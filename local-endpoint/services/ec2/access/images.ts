import type { ApiCall } from '../../../kit/call';
import type { Lookup } from '../../../kit/lookup';
import { type PermissionRule, type RequiredPermission, textOf } from '../../../kit/permissions';
import { creationTags, onCreated, requestTags } from './created';
import { keyUse } from './encryption';
import { ec2Of, onExisting } from './resources';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/creating-an-ami-ebs.html */
export const createImageRule: PermissionRule = async (call, lookup) => [
  ...(await onExisting(call, lookup, 'instance', [textOf(call.input, 'InstanceId')])),
  onCreated(call, 'image', { 'ec2:Owner': call.context.caller.accountId }),
  onCreated(call, 'snapshot'),
  ...creationTags(call),
];

/** The source's keys are those of another region where it is in one, so only its owner is known. */
export const copyImageRule: PermissionRule = async (call, lookup) => {
  const { SourceImageId: source = '' } = call.input as { SourceImageId?: string };
  const tags = requestTags(call.input.TagSpecifications, 'image');
  const encrypted = call.input.Encrypted === true || textOf(call.input, 'KmsKeyId') !== '';
  return [
    ...(await onExisting(call, lookup, 'image', [source], { keys: tags })),
    onCreated(call, 'image', { 'ec2:Owner': call.context.caller.accountId }),
    onCreated(call, 'snapshot'),
    ...creationTags(call),
    ...(encrypted ? await keyUse(call, lookup, textOf(call.input, 'KmsKeyId') || undefined) : []),
    ...(await sourceKeyUse(call, lookup, source)),
  ];
};

/** Reading a snapshot that is encrypted with a customer's key. */
async function sourceKeyUse(call: ApiCall, lookup: Lookup, image: string): Promise<RequiredPermission[]> {
  const { DescribeImagesCommand, DescribeSnapshotsCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = await ec2Of(call, lookup);
  const { Images } = await ec2
    .send(new DescribeImagesCommand({ ImageIds: [image] }))
    .catch(() => ({ Images: undefined }));
  const ids = (Images?.[0]?.BlockDeviceMappings ?? []).flatMap(({ Ebs }) =>
    Ebs?.Encrypted && Ebs.SnapshotId ? [Ebs.SnapshotId] : [],
  );
  if (ids.length === 0) return [];
  const request = new DescribeSnapshotsCommand({ Filters: [{ Name: 'snapshot-id', Values: ids }] });
  const { Snapshots = [] } = await ec2.send(request);
  const keys = new Set(Snapshots.flatMap(({ KmsKeyId }) => KmsKeyId ?? []));
  const uses = [...keys].map((key) => keyUse(call, lookup, key, ['Decrypt', 'DescribeKey']));
  return (await Promise.all(uses)).flat();
}

/** Deleting the snapshots along needs their permission as well. */
export const deregisterImageRule: PermissionRule = async (call, lookup) => {
  const id = textOf(call.input, 'ImageId');
  const own = await onExisting(call, lookup, 'image', [id]);
  if (call.input.DeleteAssociatedSnapshots !== true) return own;
  const { DescribeImagesCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = await ec2Of(call, lookup);
  const { Images } = await ec2
    .send(new DescribeImagesCommand({ ImageIds: [id] }))
    .catch(() => ({ Images: undefined }));
  const ids = (Images?.[0]?.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
  return [...own, ...(await onExisting(call, lookup, 'snapshot', ids, { action: 'DeleteSnapshot' }))];
};

/** Which attribute is modified, and to what. */
export const modifyImageAttributeRule: PermissionRule = (call, lookup) => {
  const { input } = call;
  const attribute =
    textOf(input, 'Attribute') ||
    (input.LaunchPermission ? 'LaunchPermission' : input.Description ? 'Description' : 'ImdsSupport');
  const keys = { 'ec2:Attribute': attribute };
  return onExisting(call, lookup, 'image', [textOf(input, 'ImageId')], { keys });
};

interface Permission {
  readonly UserId?: string;
  readonly Group?: string;
}

/** Whom the snapshot is shared with. */
export const modifySnapshotAttributeRule: PermissionRule = (call, lookup) => {
  const { CreateVolumePermission, OperationType, UserIds, GroupNames } = call.input as {
    CreateVolumePermission?: { Add?: Permission[]; Remove?: Permission[] };
    OperationType?: string;
    UserIds?: string[];
    GroupNames?: string[];
  };
  const listed = (member: 'Add' | 'Remove') => {
    const permissions = CreateVolumePermission?.[member] ?? [];
    const older = OperationType === member.toLowerCase();
    const users = [...permissions.flatMap(({ UserId }) => UserId ?? []), ...(older ? (UserIds ?? []) : [])];
    const groups = [...permissions.flatMap(({ Group }) => Group ?? []), ...(older ? (GroupNames ?? []) : [])];
    return {
      [`ec2:${member}/userId`]: users.length > 0 ? users : undefined,
      [`ec2:${member}/group`]: groups.length > 0 ? groups : undefined,
    };
  };
  const keys = { 'ec2:Attribute': 'CreateVolumePermission', ...listed('Add'), ...listed('Remove') };
  return onExisting(call, lookup, 'snapshot', [textOf(call.input, 'SnapshotId')], { keys });
};

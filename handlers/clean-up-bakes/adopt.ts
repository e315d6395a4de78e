import {
  CreateTagsCommand,
  DescribeKeyPairsCommand,
  DescribeSecurityGroupsCommand,
  type Instance,
  paginateDescribeImages,
  paginateDescribeSnapshots,
  paginateDescribeVolumes,
} from '@aws-sdk/client-ec2';
import { logger } from '../logger';
import { describeInstances } from './describe-instances';
import { type BakeScope, isOwned, tagsOf } from './scope';

/** What Packer names a key pair and a security group that it makes for one bake. */
const PACKER_NAME = /^packer_[0-9a-f-]{36}$/;
const GROUP_DESCRIPTION = 'Temporary group for Packer';

/**
 * Gives the tags of a bake to what belongs to its instances and carries none, before the instances go, because afterwards
 * nothing shows any more that it did. What carries a pipeline's tag already is left as it is.
 */
export async function adoptLeftovers(scope: BakeScope): Promise<void> {
  const instances = await describeInstances(scope);
  const found = [
    ...(await keyPairs(scope, instances)),
    ...(await securityGroups(scope, instances)),
    ...(await volumes(scope, instances)),
    ...(await imagesAndSnapshots(scope, instances)),
  ];
  if (found.length === 0) return;
  await scope.clients.ec2.send(new CreateTagsCommand({ Resources: found, Tags: tagsOf(scope) }));
  logger.info(`${found.join(', ')} without tags belong to ${scope.buildId}`);
}

async function keyPairs({ clients }: BakeScope, instances: readonly Instance[]): Promise<string[]> {
  const names = instances.flatMap(({ KeyName = '' }) => (PACKER_NAME.test(KeyName) ? [KeyName] : []));
  if (names.length === 0) return [];
  const Filters = [{ Name: 'key-name', Values: names }];
  const { KeyPairs = [] } = await clients.ec2.send(new DescribeKeyPairsCommand({ Filters }));
  return KeyPairs.filter((one) => !isOwned(one)).flatMap(({ KeyPairId }) => KeyPairId ?? []);
}

async function securityGroups({ clients }: BakeScope, instances: readonly Instance[]): Promise<string[]> {
  const ids = instances
    .flatMap(({ SecurityGroups = [] }) => SecurityGroups)
    .flatMap(({ GroupId, GroupName = '' }) => (GroupId && PACKER_NAME.test(GroupName) ? [GroupId] : []));
  if (ids.length === 0) return [];
  const Filters = [{ Name: 'group-id', Values: ids }];
  const { SecurityGroups = [] } = await clients.ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  return SecurityGroups.filter((one) => one.Description === GROUP_DESCRIPTION && !isOwned(one)).flatMap(
    ({ GroupId }) => GroupId ?? [],
  );
}

async function volumes({ clients }: BakeScope, instances: readonly Instance[]): Promise<string[]> {
  if (instances.length === 0) return [];
  const request = { Filters: [{ Name: 'attachment.instance-id', Values: idsOf(instances) }] };
  const found: string[] = [];
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client: clients.ec2 }, request))
    found.push(...Volumes.filter((one) => !isOwned(one)).flatMap(({ VolumeId }) => VolumeId ?? []));
  return found;
}

/** Images that were made of the instances, images that were copied of those, and the snapshots of all of them. */
async function imagesAndSnapshots(scope: BakeScope, instances: readonly Instance[]): Promise<string[]> {
  if (instances.length === 0) return [];
  const made = await imagesWhere(scope, 'source-instance-id', idsOf(instances));
  const copied = made.length
    ? await imagesWhere(
        scope,
        'source-image-id',
        made.map(({ id }) => id),
      )
    : [];
  const images = [...made, ...copied].filter(({ owned }) => !owned).map(({ id }) => id);
  const descriptions = [
    ...instances.map(({ InstanceId }) => `Created by CreateImage(${InstanceId}) for *`),
    ...copied.map(({ id }) => `Copied for DestinationAmi ${id} from *`),
  ];
  return [...images, ...(await snapshotsDescribed(scope, descriptions))];
}

async function imagesWhere(
  { clients }: BakeScope,
  Name: string,
  Values: string[],
): Promise<{ id: string; owned: boolean }[]> {
  const request = { Owners: ['self'], Filters: [{ Name, Values }] };
  const found: { id: string; owned: boolean }[] = [];
  for await (const { Images = [] } of paginateDescribeImages({ client: clients.ec2 }, request))
    found.push(...Images.map((image) => ({ id: image.ImageId ?? '', owned: isOwned(image) })));
  return found;
}

async function snapshotsDescribed({ clients }: BakeScope, descriptions: string[]): Promise<string[]> {
  const request = { OwnerIds: ['self'], Filters: [{ Name: 'description', Values: descriptions }] };
  const found: string[] = [];
  for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client: clients.ec2 }, request))
    found.push(...Snapshots.filter((one) => !isOwned(one)).flatMap(({ SnapshotId }) => SnapshotId ?? []));
  return found;
}

const idsOf = (instances: readonly Instance[]): string[] =>
  instances.flatMap(({ InstanceId }) => InstanceId ?? []);

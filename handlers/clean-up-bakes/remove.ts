import {
  DeleteKeyPairCommand,
  DeleteSecurityGroupCommand,
  DeleteSnapshotCommand,
  DeleteVolumeCommand,
  DeregisterImageCommand,
  DescribeKeyPairsCommand,
  type Image,
  paginateDescribeImages,
  paginateDescribeSecurityGroups,
  paginateDescribeSnapshots,
  paginateDescribeVolumes,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { IMAGE_HASH_TAG } from '../contract/names';
import { logger } from '../logger';
import { describeInstances } from './describe-instances';
import { type BakeScope, taggedFilters } from './scope';

/** Removes what carries the tags of a bake, but for a finished image. @returns what cannot go yet */
export async function removeLeftovers(scope: BakeScope): Promise<string[]> {
  await terminateInstances(scope);
  const kept = await deregisterImages(scope);
  await deleteSnapshots(scope, kept);
  await deleteKeyPairs(scope);
  return [...(await deleteVolumes(scope)), ...(await deleteSecurityGroups(scope))];
}

async function terminateInstances(scope: BakeScope): Promise<void> {
  const ids = (await describeInstances(scope))
    .filter(({ State }) => State?.Name !== 'terminated' && State?.Name !== 'shutting-down')
    .flatMap(({ InstanceId }) => InstanceId ?? []);
  if (ids.length === 0) return;
  await scope.clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
  logRemoved(scope, ids);
}

/** @returns the snapshots of finished images */
async function deregisterImages(scope: BakeScope): Promise<ReadonlySet<string>> {
  const { ec2 } = scope.clients;
  const kept = new Set<string>();
  const request = { Owners: ['self'], Filters: taggedFilters(scope) };
  for await (const { Images = [] } of paginateDescribeImages({ client: ec2 }, request))
    for (const image of Images) {
      if (isFinished(image)) {
        for (const { Ebs } of image.BlockDeviceMappings ?? []) if (Ebs?.SnapshotId) kept.add(Ebs.SnapshotId);
        continue;
      }
      const ImageId = image.ImageId ?? '';
      if (await gone(ec2.send(new DeregisterImageCommand({ ImageId })), /^InvalidAMIID/))
        logRemoved(scope, [ImageId]);
    }
  return kept;
}

const isFinished = ({ Tags = [] }: Image): boolean => Tags.some(({ Key }) => Key === IMAGE_HASH_TAG);

async function deleteSnapshots(scope: BakeScope, kept: ReadonlySet<string>): Promise<void> {
  const { ec2 } = scope.clients;
  const request = { OwnerIds: ['self'], Filters: taggedFilters(scope) };
  for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client: ec2 }, request))
    for (const { SnapshotId = '' } of Snapshots) {
      if (kept.has(SnapshotId)) continue;
      if (await gone(ec2.send(new DeleteSnapshotCommand({ SnapshotId })), /^InvalidSnapshot\.NotFound/))
        logRemoved(scope, [SnapshotId]);
    }
}

async function deleteKeyPairs(scope: BakeScope): Promise<void> {
  const { ec2 } = scope.clients;
  const { KeyPairs = [] } = await ec2.send(new DescribeKeyPairsCommand({ Filters: taggedFilters(scope) }));
  for (const { KeyName = '' } of KeyPairs) {
    await ec2.send(new DeleteKeyPairCommand({ KeyName }));
    logRemoved(scope, [KeyName]);
  }
}

/** Those that go with their instance are not waited for. */
async function deleteVolumes(scope: BakeScope): Promise<string[]> {
  const { ec2 } = scope.clients;
  const waiting: string[] = [];
  for await (const { Volumes = [] } of paginateDescribeVolumes(
    { client: ec2 },
    { Filters: taggedFilters(scope) },
  ))
    for (const { VolumeId = '', State, Attachments = [] } of Volumes) {
      if (State === 'deleting' || State === 'deleted') continue;
      if (Attachments.some(({ DeleteOnTermination }) => DeleteOnTermination)) continue;
      if (State !== 'available') waiting.push(VolumeId);
      else if (await gone(ec2.send(new DeleteVolumeCommand({ VolumeId })), /^InvalidVolume\.NotFound/))
        logRemoved(scope, [VolumeId]);
    }
  return waiting;
}

async function deleteSecurityGroups(scope: BakeScope): Promise<string[]> {
  const { ec2 } = scope.clients;
  const waiting: string[] = [];
  for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups(
    { client: ec2 },
    { Filters: taggedFilters(scope) },
  ))
    for (const { GroupId = '' } of SecurityGroups)
      try {
        if (await gone(ec2.send(new DeleteSecurityGroupCommand({ GroupId })), /^InvalidGroup\.NotFound/))
          logRemoved(scope, [GroupId]);
      } catch (error) {
        if ((error as Error).name !== 'DependencyViolation') throw error;
        waiting.push(GroupId); // its instance is on its way out
      }
  return waiting;
}

/** @returns false where it was gone before */
async function gone(call: Promise<unknown>, notFound: RegExp): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (notFound.test((error as Error).name)) return false;
    throw error;
  }
}

const logRemoved = ({ buildId }: BakeScope, ids: readonly string[]): void =>
  logger.info(`Removed ${ids.join(', ')}, which ${buildId} left`);

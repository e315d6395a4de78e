import type { CreateOrUpdateTagsType, DeleteTagsType } from '@aws-sdk/client-auto-scaling';
import type { World } from '../../world/world';
import { ServiceError } from '../store';
import type { GroupRecord } from './model';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateOrUpdateTags.html */
export function createOrUpdateTags(world: World, { Tags = [] }: CreateOrUpdateTagsType): object {
  for (const { ResourceId } of Tags) taggedGroup(world, ResourceId);
  for (const { ResourceId, Key = '', Value = '', PropagateAtLaunch = false } of Tags)
    taggedGroup(world, ResourceId).tags[Key] = { Value, PropagateAtLaunch };
  return {};
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteTags.html */
export function deleteTags(world: World, { Tags = [] }: DeleteTagsType): object {
  for (const { ResourceId, Key = '' } of Tags) delete taggedGroup(world, ResourceId).tags[Key];
  return {};
}

function taggedGroup({ autoScaling: { groups } }: World, name = ''): GroupRecord {
  const group = groups[name];
  if (group) return group;
  throw new ServiceError(
    'ValidationError',
    `AutoScalingGroup not found - AutoScaling Group ${name} not found`,
  );
}

import type { CreateOrUpdateTagsType, DeleteTagsType } from '@aws-sdk/client-auto-scaling';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import type { GroupRecord } from './model';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateOrUpdateTags.html */
export function createOrUpdateTags(
  simulated: SimulatedAccount,
  { Tags = [] }: CreateOrUpdateTagsType,
): object {
  for (const { ResourceId } of Tags) taggedGroup(simulated, ResourceId);
  for (const { ResourceId, Key = '', Value = '', PropagateAtLaunch = false } of Tags)
    taggedGroup(simulated, ResourceId).tags[Key] = { Value, PropagateAtLaunch };
  return {};
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteTags.html */
export function deleteTags(simulated: SimulatedAccount, { Tags = [] }: DeleteTagsType): object {
  for (const { ResourceId, Key = '' } of Tags) delete taggedGroup(simulated, ResourceId).tags[Key];
  return {};
}

function taggedGroup({ autoScaling: { groups } }: SimulatedAccount, name = ''): GroupRecord {
  const group = groups[name];
  if (group) return group;
  throw new ServiceError(
    'ValidationError',
    `AutoScalingGroup not found - AutoScaling Group ${name} not found`,
  );
}

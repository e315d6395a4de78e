import {
  type AutoScalingClient,
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { MINIMUM_TAG } from '../contract/names';
import type { FleetGroup } from './fleet-group';

/** A tag of a group that its instances do not get. */
export interface GroupTag {
  readonly group: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Raises a group's minimum to its desired size, so that it does not scale in when it loses its traffic. The tag with the
 * minimum it gets back comes first, so that no death in between loses it. A group that has its size as minimum is left.
 */
export async function holdMinimum(client: AutoScalingClient, group: FleetGroup): Promise<void> {
  const { name, min, desired } = group;
  if (min >= desired) return;
  if (minimumOf(group) === undefined)
    await tagGroups(client, [{ group: name, key: MINIMUM_TAG, value: `${min}` }]);
  await client.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, MinSize: desired }));
}

/** Gives a group its minimum back and removes the tag; a group without the tag, or with an empty one, is left. */
export async function giveBackMinimum(client: AutoScalingClient, group: FleetGroup): Promise<void> {
  if (minimumOf(group) === undefined) return;
  await lowerMinimum(client, group);
  await untagGroup(client, group.name, MINIMUM_TAG);
}

/**
 * Gives a group its minimum back; the tag is for the caller to remove. It is written also where the group seems to have it
 * already: a late read does not show that it was raised a moment ago, and without the tag nobody would know.
 */
export async function lowerMinimum(client: AutoScalingClient, group: FleetGroup): Promise<void> {
  const minimum = minimumOf(group);
  if (minimum === undefined) return;
  const request = { AutoScalingGroupName: group.name, MinSize: Math.min(minimum, group.max) };
  await client.send(new UpdateAutoScalingGroupCommand(request));
}

/** The minimum that a group gets back. @returns nothing where it was not raised */
export function minimumOf({ tags }: FleetGroup): number | undefined {
  const value = tags[MINIMUM_TAG] ?? '';
  return /^\d+$/.test(value) ? Number(value) : undefined;
}

/** Writes tags of one or more groups in one call. */
export async function tagGroups(client: AutoScalingClient, tags: readonly GroupTag[]): Promise<void> {
  const Tags = tags.map(({ group, key, value }) => ({
    ...tagId(group, key),
    Value: value,
    PropagateAtLaunch: false,
  }));
  await client.send(new CreateOrUpdateTagsCommand({ Tags }));
}

export async function untagGroup(client: AutoScalingClient, group: string, key: string): Promise<void> {
  await client.send(new DeleteTagsCommand({ Tags: [tagId(group, key)] }));
}

const tagId = (group: string, key: string) => ({
  ResourceId: group,
  ResourceType: 'auto-scaling-group',
  Key: key,
});

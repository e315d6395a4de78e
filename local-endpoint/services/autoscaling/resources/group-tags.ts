import type { AutoScalingClient, Tag } from '@aws-sdk/client-auto-scaling';
import { tagChanges } from '../../../kit/resources/tags';

/** A tag in a template. Those of the stack are propagated. */
export interface GroupTagProperty {
  readonly Key: string;
  readonly Value: string;
  /** @default true */
  readonly PropagateAtLaunch?: boolean | string;
}

/** The tags of a group as the API takes them. */
export const groupTags = (ResourceId: string, tags: readonly GroupTagProperty[] = []): Tag[] =>
  tags.map(({ Key, Value, PropagateAtLaunch = true }) => ({
    ResourceId,
    ResourceType: 'auto-scaling-group',
    Key,
    Value: String(Value),
    PropagateAtLaunch: String(PropagateAtLaunch) === 'true',
  }));

/** Brings the tags of a group up to date. */
export async function updateGroupTags(
  client: AutoScalingClient,
  name: string,
  before: readonly GroupTagProperty[] = [],
  after: readonly GroupTagProperty[] = [],
): Promise<void> {
  const { CreateOrUpdateTagsCommand, DeleteTagsCommand } = await import('@aws-sdk/client-auto-scaling');
  const { removed } = tagChanges(before, after);
  const Tags = removed.map((Key) => ({ ResourceId: name, ResourceType: 'auto-scaling-group', Key }));
  if (Tags.length > 0) await client.send(new DeleteTagsCommand({ Tags }));
  if (after.length > 0) await client.send(new CreateOrUpdateTagsCommand({ Tags: groupTags(name, after) }));
}

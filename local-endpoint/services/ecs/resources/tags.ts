import type { ResourceContext } from '../../../kit/resources/provider';
import { lowerTags, tagChanges, type Tag } from '../../../kit/resources/tags';

/** Sets the tags of an ECS resource that changed, and removes those that are gone. */
export async function updateEcsTags(
  context: ResourceContext,
  resourceArn: string,
  before: readonly Tag[] | undefined,
  after: readonly Tag[] | undefined,
): Promise<void> {
  const { ECSClient, TagResourceCommand, UntagResourceCommand } = await import('@aws-sdk/client-ecs');
  const client = context.client(ECSClient);
  const { removed, set } = tagChanges(before, after);
  if (removed.length > 0) await client.send(new UntagResourceCommand({ resourceArn, tagKeys: removed }));
  if (set.length > 0) await client.send(new TagResourceCommand({ resourceArn, tags: lowerTags(set) }));
}

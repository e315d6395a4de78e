import type { ResourceType } from '@aws-sdk/client-ec2';
import type { ResourceContext } from '../../../kit/resources/provider';
import { listTags, tagChanges, type Tag } from '../../../kit/resources/tags';

/** The `TagSpecifications` of calls that create EC2 resources. */
export const tagSpecification = (ResourceType: ResourceType, tags: readonly Tag[] = []) =>
  tags.length === 0 ? undefined : [{ ResourceType, Tags: listTags(tags) }];

/** Sets the tags of an EC2 resource that changed, and removes those that are gone. */
export async function updateEc2Tags(
  context: ResourceContext,
  id: string,
  before: readonly Tag[] | undefined,
  after: readonly Tag[] | undefined,
): Promise<void> {
  const { EC2Client, CreateTagsCommand, DeleteTagsCommand } = await import('@aws-sdk/client-ec2');
  const client = context.client(EC2Client);
  const { removed, set } = tagChanges(before, after);
  const Tags = removed.map((Key) => ({ Key }));
  if (removed.length > 0) await client.send(new DeleteTagsCommand({ Resources: [id], Tags }));
  if (set.length > 0) await client.send(new CreateTagsCommand({ Resources: [id], Tags: set }));
}

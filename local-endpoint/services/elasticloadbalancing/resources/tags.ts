import type { ResourceContext } from '../../../kit/resources/provider';
import { tagChanges, type Tag } from '../../../kit/resources/tags';

/** Sets the tags that changed, and removes those that are gone. @param arn of a load balancer, target group, listener or rule */
export async function updateLoadBalancingTags(
  context: ResourceContext,
  arn: string,
  before: readonly Tag[] | undefined,
  after: readonly Tag[] | undefined,
): Promise<void> {
  const { ElasticLoadBalancingV2Client, AddTagsCommand, RemoveTagsCommand } = await import(
    '@aws-sdk/client-elastic-load-balancing-v2'
  );
  const client = context.client(ElasticLoadBalancingV2Client);
  const { removed, set } = tagChanges(before, after);
  if (removed.length > 0) await client.send(new RemoveTagsCommand({ ResourceArns: [arn], TagKeys: removed }));
  if (set.length > 0) await client.send(new AddTagsCommand({ ResourceArns: [arn], Tags: set }));
}

import { DescribeClustersCommand, ECSClient } from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { forward } from '../moto';
import type { EcsStore } from '../store';

/**
 * Leaves out clusters that were deleted, which moto goes on listing.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html
 */
export const listClusters =
  (store: EcsStore): Operation<object> =>
  async (_, context) => {
    const output = await forward<{ clusterArns?: string[] }>(context);
    const clusters = output.clusterArns ?? [];
    if (clusters.length === 0) return output;
    const client = new ECSClient(store.context.aws.asService(context.caller.accountId, context.region));
    const described = await client.send(new DescribeClustersCommand({ clusters }));
    const active = new Set(
      described.clusters?.filter(({ status }) => status === 'ACTIVE').map(({ clusterArn }) => clusterArn),
    );
    return { ...output, clusterArns: clusters.filter((arn) => active.has(arn)) };
  };

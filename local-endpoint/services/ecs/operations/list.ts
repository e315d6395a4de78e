import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  ECSClient,
  type ListServicesRequest,
} from '@aws-sdk/client-ecs';
import { clientOf } from '../../../kit/client';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { forward } from '../../../kit/forward';
import type { EcsStore } from '../store';

/**
 * Leaves out clusters that were deleted, which moto goes on listing.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html
 */
export const listClusters =
  (store: EcsStore): Operation<object> =>
  async (_input, context) => {
    const output = await forward<{ clusterArns?: string[] }>(context);
    const clusters = output.clusterArns ?? [];
    if (clusters.length === 0) return output;
    const client = clientOf(ECSClient, store.asService(scopeOf(context)));
    const described = await client.send(new DescribeClustersCommand({ clusters }));
    const active = new Set(
      described.clusters?.filter(({ status }) => status === 'ACTIVE').map(({ clusterArn }) => clusterArn),
    );
    return { ...output, clusterArns: clusters.filter((arn) => active.has(arn)) };
  };

/** How many services one call of DescribeServices takes. */
const MAX_SERVICES = 10;

/**
 * Leaves out services that were deleted, which moto goes on listing.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
 */
export const listServices =
  (store: EcsStore): Operation<ListServicesRequest> =>
  async ({ cluster }, context) => {
    const output = await forward<{ serviceArns?: string[] }>(context);
    const arns = output.serviceArns ?? [];
    const client = clientOf(ECSClient, store.asService(scopeOf(context)));
    const active = new Set<string | undefined>();
    for (let from = 0; from < arns.length; from += MAX_SERVICES) {
      const services = arns.slice(from, from + MAX_SERVICES);
      const described = await client.send(new DescribeServicesCommand({ cluster, services }));
      for (const { serviceArn, status } of described.services ?? [])
        if (status === 'ACTIVE') active.add(serviceArn);
    }
    return { ...output, serviceArns: arns.filter((arn) => active.has(arn)) };
  };

import {
  type DescribeTaskSetsRequest,
  DescribeServicesCommand,
  ECSClient,
  type TaskSet,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { forward } from '../moto';
import { overlayTaskSet } from '../overlay';
import { type EcsStore, serviceKey } from '../store';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskSets.html */
export const describeTaskSets =
  (store: EcsStore): Operation<DescribeTaskSetsRequest> =>
  async (input, context) => {
    const output = await forward<{ taskSets?: TaskSet[] }>(context);
    const { caller, region } = context;
    const { cluster, service = '' } = input;
    const local = store.services.get(serviceKey(caller.accountId, region, cluster, service));
    if (!local) return output;
    const client = new ECSClient(store.context.aws.asService(caller.accountId, region));
    const { services } = await client.send(new DescribeServicesCommand({ cluster, services: [service] }));
    const overlaid = (output.taskSets ?? []).map((taskSet) =>
      overlayTaskSet(store, services?.[0] ?? {}, taskSet, local),
    );
    return { ...output, taskSets: await Promise.all(overlaid) };
  };

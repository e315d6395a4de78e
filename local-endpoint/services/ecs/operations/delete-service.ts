import {
  type DeleteServiceRequest,
  DeleteTaskSetCommand,
  DescribeServicesCommand,
  ECSClient,
  type Service,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { deleteRolling } from '../deployments/delete';
import { forward } from '../moto';
import { type EcsStore, serviceKey } from '../store';
import { invalidParameter } from '../validate';

/**
 * Ends the tasks of the service with it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
 */
export const deleteService =
  (store: EcsStore): Operation<DeleteServiceRequest> =>
  async (input, context) => {
    const { accountId } = context.caller;
    const key = serviceKey(accountId, context.region, input.cluster, input.service ?? '');
    const rolling = store.rolling.get(key);
    if (rolling) return deleteRolling(store, rolling, input, context);
    const local = store.services.get(key);
    if (!local) return forward(context);
    const { cluster, name: service } = local;
    const client = new ECSClient(store.context.aws.asService(accountId, context.region));
    const { services } = await client.send(new DescribeServicesCommand({ cluster, services: [service] }));
    if ((services?.[0]?.desiredCount ?? 0) > 0 && !input.force)
      throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
    for (const { taskSetArn } of services?.[0]?.taskSets ?? [])
      await client.send(new DeleteTaskSetCommand({ cluster, service, taskSet: taskSetArn, force: true }));
    const output = await forward<{ service: Service }>(context, { ...input, cluster, service, force: true });
    store.services.delete(key);
    return { service: { ...output.service, runningCount: 0, pendingCount: 0 } };
  };

import {
  type DeleteServiceRequest,
  DeleteTaskSetCommand,
  type DescribeServicesRequest,
  ECSClient,
  type Service,
} from '@aws-sdk/client-ecs';
import { clientOf } from '../../../kit/client';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { deleteRolling } from '../deployments/delete';
import { describeRollingService } from '../deployments/describe';
import { forward } from '../../../kit/forward';
import type { MotoService } from '../moto';
import { overlayService } from '../overlay';
import { readEcsService } from '../read-service';
import { type EcsStore, serviceKey } from '../store';
import { invalidParameter } from '../validate';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
export const describeServices =
  (store: EcsStore): Operation<DescribeServicesRequest> =>
  async (input, context) => {
    const output = await forward<{ services?: MotoService[]; failures?: unknown[] }>(context);
    const { rollingServices, codeDeployServices } = store.in(scopeOf(context));
    const describe = async (service: MotoService) => {
      const key = serviceKey(input.cluster, service.serviceName);
      const rolling = rollingServices.get(key);
      if (rolling) return describeRollingService(rolling, service);
      return overlayService(store, service, codeDeployServices.get(key));
    };
    return { ...output, services: await Promise.all((output.services ?? []).map(describe)) };
  };

/**
 * Ends the tasks of the service with it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
 */
export const deleteService =
  (store: EcsStore): Operation<DeleteServiceRequest> =>
  async (input, context) => {
    const { rollingServices, codeDeployServices } = store.in(scopeOf(context));
    const key = serviceKey(input.cluster, input.service);
    const rolling = rollingServices.get(key);
    if (rolling) return deleteRolling(store, rolling, input, context);
    const local = codeDeployServices.get(key);
    if (!local) return forward(context);
    const { cluster, name: service } = local;
    const client = clientOf(ECSClient, store.asService(local));
    const before = await readEcsService(store, local, cluster, service);
    if ((before?.desiredCount ?? 0) > 0 && !input.force)
      throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
    for (const { taskSetArn } of before?.taskSets ?? [])
      await client.send(new DeleteTaskSetCommand({ cluster, service, taskSet: taskSetArn, force: true }));
    const output = await forward<{ service: Service }>(context, { ...input, cluster, service, force: true });
    codeDeployServices.delete(key);
    return { service: { ...output.service, runningCount: 0, pendingCount: 0 } };
  };

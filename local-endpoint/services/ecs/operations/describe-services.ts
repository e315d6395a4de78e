import type { DescribeServicesRequest } from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { describeRolling } from '../deployments/describe';
import { forward, type MotoService } from '../moto';
import { overlayService } from '../overlay';
import { type EcsStore, serviceKey } from '../store';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
export const describeServices =
  (store: EcsStore): Operation<DescribeServicesRequest> =>
  async (input, context) => {
    const output = await forward<{ services?: MotoService[]; failures?: unknown[] }>(context);
    const { caller, region } = context;
    const describe = async (service: MotoService) => {
      const key = serviceKey(caller.accountId, region, input.cluster, service.serviceName ?? '');
      const rolling = store.rolling.get(key);
      if (rolling) return describeRolling(rolling, service);
      return overlayService(store, service, store.services.get(key));
    };
    return { ...output, services: await Promise.all((output.services ?? []).map(describe)) };
  };

import type { DescribeServicesRequest } from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { describeRolling } from '../deployments/describe';
import { forward, type MotoService } from '../moto';
import { overlayService } from '../overlay';
import { type Room, serviceKey } from '../room';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
export const describeServices =
  (room: Room): Operation<DescribeServicesRequest> =>
  async (input, context) => {
    const output = await forward<{ services?: MotoService[]; failures?: unknown[] }>(context);
    const { caller, region } = context;
    const describe = async (service: MotoService) => {
      const key = serviceKey(caller.accountId, region, input.cluster, service.serviceName ?? '');
      const rolling = room.rolling.get(key);
      if (rolling) return describeRolling(rolling, service);
      return overlayService(room, service, room.services.get(key));
    };
    return { ...output, services: await Promise.all((output.services ?? []).map(describe)) };
  };

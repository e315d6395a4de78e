import { DescribeServicesCommand, ECSClient, type ListServicesRequest } from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { forward } from '../moto';
import type { EcsStore } from '../store';

/** How many services one DescribeServices takes. */
const AT_ONCE = 10;

/**
 * Leaves out services that were deleted, which moto goes on listing.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
 */
export const listServices =
  (store: EcsStore): Operation<ListServicesRequest> =>
  async ({ cluster }, context) => {
    const output = await forward<{ serviceArns?: string[] }>(context);
    const arns = output.serviceArns ?? [];
    const client = new ECSClient(store.context.aws.asService(context.caller.accountId, context.region));
    const active = new Set<string | undefined>();
    for (let from = 0; from < arns.length; from += AT_ONCE) {
      const services = arns.slice(from, from + AT_ONCE);
      const described = await client.send(new DescribeServicesCommand({ cluster, services }));
      for (const { serviceArn, status } of described.services ?? [])
        if (status === 'ACTIVE') active.add(serviceArn);
    }
    return { ...output, serviceArns: arns.filter((arn) => active.has(arn)) };
  };

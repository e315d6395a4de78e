import { DescribeServicesCommand, ECSClient, type Service } from '@aws-sdk/client-ecs';
import { clientOf } from '../../kit/client';
import type { Scope } from '../../kit/scope';
import type { EcsStore } from './store';

/**
 * A service as DescribeServices returns it: what moto keeps and what is kept here.
 * @param cluster name or ARN @default - the default cluster
 * @param service name or ARN
 * @returns undefined where it does not exist
 */
export async function readEcsService(
  store: EcsStore,
  scope: Scope,
  cluster: string | undefined,
  service: string,
): Promise<Service | undefined> {
  const client = clientOf(ECSClient, store.asService(scope));
  const { services } = await client.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services?.[0];
}

import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { NetworkConfiguration } from '@aws-sdk/client-ecs';
import type { LocalEcsService, EcsStore } from '../store';
import { clientOf } from '../../../kit/client';

/** The first host number for tasks; AWS reserves the first four addresses of a subnet. */
const FIRST_HOST = 10;

/** The CIDR block of tasks whose service names no subnets. */
const DEFAULT_RANGE = '10.0.0.0/16';

/** Addresses of new tasks, in turn from each of the service's subnets. */
export async function newAddresses(
  store: EcsStore,
  service: LocalEcsService,
  count: number,
  network: NetworkConfiguration | undefined,
): Promise<string[]> {
  if (count <= 0) return [];
  const subnets = network?.awsvpcConfiguration?.subnets ?? [];
  const ranges = subnets.length ? await cidrBlocks(store, service, subnets) : [DEFAULT_RANGE];
  const { addresses } = store.in(service);
  return Array.from({ length: count }, (_, index) => {
    const range = ranges[index % ranges.length] ?? DEFAULT_RANGE;
    const used = addresses.get(range) ?? 0;
    addresses.set(range, used + 1);
    return hostAddress(range, FIRST_HOST + used);
  });
}

async function cidrBlocks(store: EcsStore, service: LocalEcsService, subnets: string[]): Promise<string[]> {
  const client = clientOf(EC2Client, store.asService(service));
  const { Subnets } = await client.send(new DescribeSubnetsCommand({ SubnetIds: subnets }));
  return (Subnets ?? []).flatMap(({ CidrBlock }) => (CidrBlock ? [CidrBlock] : []));
}

/** The n-th host of a subnet, starting again where the subnet ends. */
function hostAddress(cidrBlock: string, host: number): string {
  const [base = '10.0.0.0', bits = '16'] = cidrBlock.split('/');
  const start = base.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const value = start + FIRST_HOST + ((host - FIRST_HOST) % Math.max(size - FIRST_HOST - 1, 1));
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

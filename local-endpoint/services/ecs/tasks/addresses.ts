import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { NetworkConfiguration } from '@aws-sdk/client-ecs';
import type { LocalService, EcsStore } from '../store';

/** Host addresses that AWS keeps at the start of a subnet, and a few more so that they look like tasks'. */
const FIRST_HOST = 10;

/** Where a service names no subnets. */
const DEFAULT_RANGE = '10.0.0.0/16';

/** Addresses of new tasks, spread over the service's subnets. */
export async function newAddresses(
  store: EcsStore,
  service: LocalService,
  count: number,
  network: NetworkConfiguration | undefined,
): Promise<string[]> {
  if (count <= 0) return [];
  const subnets = network?.awsvpcConfiguration?.subnets ?? [];
  const ranges = subnets.length ? await cidrBlocks(store, service, subnets) : [DEFAULT_RANGE];
  return Array.from({ length: count }, (_, index) => {
    const range = ranges[index % ranges.length] ?? DEFAULT_RANGE;
    const used = store.addresses.get(range) ?? 0;
    store.addresses.set(range, used + 1);
    return hostAddress(range, FIRST_HOST + used);
  });
}

async function cidrBlocks(
  store: EcsStore,
  { account, region }: LocalService,
  subnets: string[],
): Promise<string[]> {
  const client = new EC2Client(store.context.aws.asService(account, region));
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

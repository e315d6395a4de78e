import type { EC2Client, SecurityGroup, Subnet } from '@aws-sdk/client-ec2';
import { clientOf } from '../../../kit/client';
import { AwsError } from '../../../kit/aws-error';
import type { Scope } from '../../../kit/scope';
import { passingErrors } from '../errors';
import type { Ec2State, Ec2Store } from '../store';
import type { Launch } from './launch';

/** Where instances are placed. */
export interface Network {
  readonly subnet: Subnet;
  readonly groups: readonly SecurityGroup[];
  readonly publicAddress: boolean;
}

/**
 * Subnet and security groups of a launch. An interface of a launch template may leave the subnet to the request, as Auto
 * Scaling does.
 * @throws AwsError `InvalidSubnetID.NotFound`, `InvalidGroup.NotFound`, `InvalidParameter`, …
 */
export async function findNetwork(store: Ec2Store, scope: Scope, launch: Launch): Promise<Network> {
  const { EC2Client } = await import('@aws-sdk/client-ec2');
  const client = clientOf(EC2Client, store.asService(scope));
  const [first] = launch.NetworkInterfaces ?? [];
  const subnet = await findSubnet(
    client,
    launch.SubnetId ?? first?.SubnetId,
    launch.Placement?.AvailabilityZone,
  );
  const ids = first?.Groups ?? launch.SecurityGroupIds ?? [];
  const groups = await findGroups(client, subnet, ids, launch.SecurityGroups ?? []);
  const publicAddress = first?.AssociatePublicIpAddress ?? subnet.MapPublicIpOnLaunch ?? false;
  return { subnet, groups, publicAddress };
}

async function findSubnet(client: EC2Client, id: string | undefined, zone?: string): Promise<Subnet> {
  const { DescribeSubnetsCommand } = await import('@aws-sdk/client-ec2');
  const defaults = [
    { Name: 'default-for-az', Values: ['true'] },
    ...(zone ? [{ Name: 'availability-zone', Values: [zone] }] : []),
  ];
  const command = new DescribeSubnetsCommand(id ? { SubnetIds: [id] } : { Filters: defaults });
  const { Subnets = [] } = await passingErrors(client.send(command));
  const [subnet] = [...Subnets].sort((one, other) =>
    (one.AvailabilityZone ?? '').localeCompare(other.AvailabilityZone ?? ''),
  );
  if (!subnet)
    throw new AwsError('MissingInput', 'No subnets found for the default VPC. Please specify a subnet.');
  return subnet;
}

async function findGroups(
  client: EC2Client,
  { VpcId = '', SubnetId = '' }: Subnet,
  ids: readonly string[],
  names: readonly string[],
): Promise<SecurityGroup[]> {
  const { DescribeSecurityGroupsCommand } = await import('@aws-sdk/client-ec2');
  const byName = names.length > 0 ? names : ['default'];
  const inVpc = [
    { Name: 'vpc-id', Values: [VpcId] },
    { Name: 'group-name', Values: [...byName] },
  ];
  const command = new DescribeSecurityGroupsCommand(
    ids.length > 0 ? { GroupIds: [...ids] } : { Filters: inVpc },
  );
  const { SecurityGroups = [] } = await passingErrors(client.send(command));
  const elsewhere = SecurityGroups.find((group) => group.VpcId !== VpcId);
  if (elsewhere)
    throw new AwsError(
      'InvalidParameter',
      `Security group ${elsewhere.GroupId} and subnet ${SubnetId} belong to different networks.`,
    );
  return SecurityGroups;
}

/** The first addresses of a subnet, and its last, are AWS's own. */
const RESERVED_ADDRESSES = 4;

/**
 * Free private addresses of a subnet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 * @throws AwsError `InsufficientFreeAddressesInSubnet`
 */
export function takeAddresses(
  state: Ec2State,
  { SubnetId = '', CidrBlock = '' }: Subnet,
  count: number,
): string[] {
  const [base = '', bits = '24'] = CidrBlock.split('/');
  const [first, size] = [toNumber(base), 2 ** (32 - Number(bits))];
  const used = new Set(
    [...state.instances.values()]
      .filter(({ instance }) => instance.SubnetId === SubnetId)
      .map(({ instance }) => instance.PrivateIpAddress),
  );
  const taken: string[] = [];
  let offset = state.lastAddress.get(SubnetId) ?? RESERVED_ADDRESSES - 1;
  for (let tried = 0; taken.length < count && tried < size; tried++) {
    offset = offset + 1 < size - 1 ? offset + 1 : RESERVED_ADDRESSES;
    const address = toText(first + offset);
    if (!used.has(address)) taken.push(address);
  }
  if (taken.length < count)
    throw new AwsError(
      'InsufficientFreeAddressesInSubnet',
      'The specified subnet does not have enough free addresses to satisfy the request.',
    );
  state.lastAddress.set(SubnetId, offset);
  return taken;
}

const toNumber = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const toText = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

import { randomUUID } from 'node:crypto';
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { LoadBalancer, NetworkConfiguration } from '@aws-sdk/client-ecs';
import {
  DeregisterTargetsCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
  type RegisterTargetsCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalService, LocalTask, LocalTaskSet, Room } from './room';

/** Host addresses that AWS keeps at the start of a subnet, and a few more so that they look like tasks'. */
const FIRST_HOST = 10;

/** How a task set's tasks are reached. */
export interface Wiring {
  readonly loadBalancers: readonly LoadBalancer[];
  readonly networkConfiguration?: NetworkConfiguration;
}

/** Runs exactly `count` tasks of a task set: starts what is missing, stops what is too many, and tells the target groups. */
export async function runTasks(
  room: Room,
  service: LocalService,
  taskSet: LocalTaskSet,
  count: number,
  wiring: Wiring,
): Promise<void> {
  const kept = taskSet.tasks.slice(0, count);
  const stopped = taskSet.tasks.slice(count);
  const added = await newTasks(room, service, count - kept.length, wiring.networkConfiguration);
  const client = loadBalancing(room, service);
  for (const input of targetsOf(stopped, wiring)) await client.send(new DeregisterTargetsCommand(input));
  for (const input of targetsOf(added, wiring)) await client.send(new RegisterTargetsCommand(input));
  taskSet.tasks = [...kept, ...added];
}

async function newTasks(
  room: Room,
  service: LocalService,
  count: number,
  network: NetworkConfiguration | undefined,
): Promise<LocalTask[]> {
  if (count <= 0) return [];
  const subnets = network?.awsvpcConfiguration?.subnets ?? [];
  const ranges = subnets.length ? await cidrBlocks(room, service, subnets) : ['10.0.0.0/16'];
  return Array.from({ length: count }, (_, index) => {
    const range = ranges[index % ranges.length] ?? '10.0.0.0/16';
    const used = room.addresses.get(range) ?? 0;
    room.addresses.set(range, used + 1);
    return { id: randomUUID().replaceAll('-', ''), address: hostAddress(range, FIRST_HOST + used) };
  });
}

async function cidrBlocks(
  room: Room,
  { account, region }: LocalService,
  subnets: string[],
): Promise<string[]> {
  const client = new EC2Client(room.world.aws.asService(account, region));
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

/** The tasks' addresses, for each target group behind which they stand. */
function targetsOf(tasks: readonly LocalTask[], { loadBalancers }: Wiring): RegisterTargetsCommandInput[] {
  if (tasks.length === 0) return [];
  return loadBalancers.map(({ targetGroupArn, containerPort }) => ({
    TargetGroupArn: targetGroupArn,
    Targets: tasks.map(({ address }) => ({ Id: address, Port: containerPort })),
  }));
}

const loadBalancing = (room: Room, { account, region }: LocalService): ElasticLoadBalancingV2Client =>
  new ElasticLoadBalancingV2Client(room.world.aws.asService(account, region));

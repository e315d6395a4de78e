import { DescribeSubnetsCommand, type EC2Client, type Subnet } from '@aws-sdk/client-ec2';
import {
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type AnyFleetSettings, isRefreshed } from '../contract/fleet-settings';
import { ConfigurationError } from '../errors';

export interface NetworkClients {
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingV2Client;
}

/**
 * Checks that the subnets are in several zones, and in the VPC of the target groups, which is not known before the
 * deployment where the config names subnets by id.
 * @throws ConfigurationError with the subnets
 */
export async function checkSubnets({ ec2, elb }: NetworkClients, settings: AnyFleetSettings): Promise<void> {
  const subnets = await readSubnets(ec2, settings.group.subnets);
  const zones = new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone));
  if (zones.size < 2)
    throw refused(
      'be in at least 2 zones, because a fleet in one zone ends with it',
      subnets,
      'AvailabilityZone',
    );
  const [targetGroup] = (isRefreshed(settings) ? settings.refresh : settings.traffic).targetGroups;
  if (targetGroup === undefined) return; // the group that is refreshed is behind no load balancer
  const { TargetGroups = [] } = await elb.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [targetGroup] }),
  );
  const vpc = TargetGroups[0]?.VpcId;
  if (subnets.some(({ VpcId }) => VpcId !== vpc))
    throw refused(`be in ${vpc}, the VPC of the target groups`, subnets, 'VpcId');
}

async function readSubnets(ec2: EC2Client, SubnetIds: readonly string[]): Promise<Subnet[]> {
  const command = new DescribeSubnetsCommand({ SubnetIds: [...SubnetIds] });
  const { Subnets = [] } = await ec2.send(command).catch((error: Error) => {
    if (!error.name.startsWith('InvalidSubnetID')) throw error;
    throw new ConfigurationError(`fleet.subnets must be subnets that exist, got: ${SubnetIds.join(', ')}`, {
      cause: error,
    });
  });
  return Subnets;
}

const refused = (must: string, subnets: readonly Subnet[], field: 'AvailabilityZone' | 'VpcId') =>
  new ConfigurationError(
    `fleet.subnets must ${must}, got: ${subnets.map((one) => `${one.SubnetId} in ${one[field]}`).join(', ')}`,
  );

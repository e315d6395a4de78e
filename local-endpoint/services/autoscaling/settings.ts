import type { CreateAutoScalingGroupType, UpdateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { DescribeSubnetsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { notSupported } from '../../kit/not-supported';
import { invalid } from './input';
import type { GroupSettings, GroupSubnet } from './model';

type SettingsInput = Partial<CreateAutoScalingGroupType & UpdateAutoScalingGroupType>;

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
const DEFAULTS = {
  MinSize: 0,
  MaxSize: 0,
  DefaultCooldown: 300,
  HealthCheckType: 'EC2',
  HealthCheckGracePeriod: 0,
  TerminationPolicies: ['Default'],
  NewInstancesProtectedFromScaleIn: false,
  DeletionProtection: 'none' as const,
};

const KEPT = [
  'MinSize',
  'MaxSize',
  'DefaultCooldown',
  'HealthCheckType',
  'HealthCheckGracePeriod',
  'TerminationPolicies',
  'NewInstancesProtectedFromScaleIn',
  'CapacityRebalance',
  'MaxInstanceLifetime',
  'Context',
  'DesiredCapacityType',
  'DefaultInstanceWarmup',
  'InstanceMaintenancePolicy',
  'DeletionProtection',
  'AvailabilityZoneDistribution',
  'InstanceLifecyclePolicy',
  'ServiceLinkedRoleARN',
] as const satisfies readonly (keyof SettingsInput)[];

const NOT_SUPPORTED = [
  'LoadBalancerNames',
  'PlacementGroup',
  'CapacityReservationSpecification',
  'AvailabilityZoneImpairmentPolicy',
  'AvailabilityZoneIds',
  'Operator',
] as const satisfies readonly (keyof SettingsInput)[];

/** In the order of DescribeTerminationPolicyTypes. */
export const TERMINATION_POLICIES = [
  'Default',
  'AllocationStrategy',
  'OldestLaunchTemplate',
  'OldestLaunchConfiguration',
  'ClosestToNextInstanceHour',
  'NewestInstance',
  'OldestInstance',
];

/**
 * The settings of a group after a request.
 * @param before those of the group @default - it is being created
 * @throws AwsError `ValidationError` for what AWS does not take
 */
export async function settingsOf(
  ec2: EC2Client,
  input: SettingsInput,
  before?: GroupSettings,
): Promise<GroupSettings> {
  for (const member of NOT_SUPPORTED)
    if (isGiven(input[member])) throw notSupported(`autoscaling with ${member}`);
  const given = KEPT.filter((member) => input[member] !== undefined);
  const settings = {
    ...DEFAULTS,
    ...before,
    ...Object.fromEntries(given.map((member) => [member, input[member]])),
  };
  check(settings, input);
  const subnets = await subnetsOf(ec2, input);
  if (!subnets && !before) throw invalid('At least one Availability Zone or VPC Subnet is required.');
  return { ...settings, subnets: subnets ?? before?.subnets ?? [] };
}

/**
 * @throws AwsError `ValidationError` where the sizes contradict each other
 */
export function checkSizes(min: number, max: number, desired: number): void {
  if (min > max) throw invalid(`Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  if (desired < min || desired > max)
    throw invalid(
      `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`,
    );
}

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

function check(settings: Omit<GroupSettings, 'subnets'>, input: SettingsInput): void {
  for (const member of ['MinSize', 'MaxSize', 'DesiredCapacity'] as const) {
    const value = input[member];
    if (value !== undefined && value < 0)
      throw invalid(
        `1 validation error detected: Value '${value}' at '${member.charAt(0).toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must have value greater than or equal to 0`,
      );
  }
  const types = settings.HealthCheckType.split(',');
  const unknown = types.find((type) => !['EC2', 'ELB', 'VPC_LATTICE', 'EBS'].includes(type));
  if (unknown !== undefined) throw invalid(`Invalid Health Check Type: ${unknown}`);
  const policy = settings.TerminationPolicies.find((name) => !TERMINATION_POLICIES.includes(name));
  if (policy?.startsWith('arn:')) throw notSupported('autoscaling with a function as termination policy');
  if (policy !== undefined) throw invalid(`Invalid termination policy: ${policy}`);
  const { DesiredCapacityType = 'units' } = settings;
  if (DesiredCapacityType !== 'units')
    throw notSupported(`autoscaling with the desired capacity type ${DesiredCapacityType}`);
  const protection = settings.DeletionProtection;
  if (protection && !['none', 'prevent-force-deletion', 'prevent-all-deletion'].includes(protection))
    throw invalid(
      `1 validation error detected: Value '${protection}' at 'deletionProtection' failed to satisfy constraint: Member must satisfy enum value set: [none, prevent-force-deletion, prevent-all-deletion]`,
    );
}

/** Of VPCZoneIdentifier, or the default ones of the zones. @returns undefined where neither is given */
async function subnetsOf(ec2: EC2Client, input: SettingsInput): Promise<GroupSubnet[] | undefined> {
  const ids = (input.VPCZoneIdentifier ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  const zones = input.AvailabilityZones ?? [];
  if (ids.length === 0 && zones.length === 0) return undefined;
  const Filters =
    ids.length > 0
      ? [{ Name: 'subnet-id', Values: ids }]
      : [
          { Name: 'availability-zone', Values: zones },
          { Name: 'default-for-az', Values: ['true'] },
        ];
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
  const found = new Map(
    Subnets.map(({ SubnetId = '', AvailabilityZone = '' }) => [SubnetId, AvailabilityZone]),
  );
  const missing = ids.find((id) => !found.has(id));
  if (missing) throw invalid(`The subnet ID '${missing}' does not exist`);
  if (found.size === 0) throw invalid(`Invalid availability zones: [${zones.join(', ')}]`);
  const other = zones.find((zone) => ![...found.values()].includes(zone));
  if (other)
    throw invalid('The availability zones of the specified subnets and the Auto Scaling group do not match');
  return (ids.length > 0 ? ids : [...found.keys()]).map((id) => ({ id, zone: found.get(id) ?? '' }));
}

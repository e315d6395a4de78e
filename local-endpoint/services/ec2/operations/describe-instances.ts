import type {
  DescribeInstancesCommandInput,
  DescribeInstanceStatusCommandInput,
  Instance,
  InstanceStatus,
  InstanceStatusSummary,
  Reservation,
} from '@aws-sdk/client-ec2';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { invalidCombination } from '../errors';
import { filtered, type FilterTable } from '../filters';
import { allInstances, findInstances } from '../instances/find';
import { ec2Page } from '../pages';
import type { Ec2State, Ec2Store, StoredInstance } from '../store';
import { tagsOf } from '../tags/tags';

const FILTERS: FilterTable<StoredInstance> = {
  architecture: ({ instance }) => instance.Architecture,
  'availability-zone': ({ instance }) => instance.Placement?.AvailabilityZone,
  'block-device-mapping.device-name': ({ instance }) =>
    instance.BlockDeviceMappings?.map(({ DeviceName }) => DeviceName),
  'block-device-mapping.volume-id': ({ instance }) =>
    instance.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeId),
  'client-token': ({ instance }) => instance.ClientToken,
  'iam-instance-profile.arn': ({ instance }) => instance.IamInstanceProfile?.Arn,
  'iam-instance-profile.id': ({ instance }) => instance.IamInstanceProfile?.Id,
  'image-id': ({ instance }) => instance.ImageId,
  'instance-id': ({ instance }) => instance.InstanceId,
  'instance-lifecycle': ({ instance }) => instance.InstanceLifecycle,
  'instance-state-code': ({ instance }) => instance.State?.Code,
  'instance-state-name': ({ instance }) => instance.State?.Name,
  'instance-type': ({ instance }) => instance.InstanceType,
  'instance.group-id': ({ instance }) => instance.SecurityGroups?.map(({ GroupId }) => GroupId),
  'instance.group-name': ({ instance }) => instance.SecurityGroups?.map(({ GroupName }) => GroupName),
  'key-name': ({ instance }) => instance.KeyName,
  'launch-time': ({ instance }) => instance.LaunchTime,
  'metadata-options.http-tokens': ({ instance }) => instance.MetadataOptions?.HttpTokens,
  'network-interface.group-id': ({ instance }) => instance.SecurityGroups?.map(({ GroupId }) => GroupId),
  'network-interface.subnet-id': ({ instance }) => instance.SubnetId,
  'private-dns-name': ({ instance }) => instance.PrivateDnsName,
  'private-ip-address': ({ instance }) => instance.PrivateIpAddress,
  'reservation-id': ({ reservationId }) => reservationId,
  'root-device-name': ({ instance }) => instance.RootDeviceName,
  'subnet-id': ({ instance }) => instance.SubnetId,
  'vpc-id': ({ instance }) => instance.VpcId,
};

const idOf = ({ instance }: StoredInstance): string => instance.InstanceId ?? '';

/**
 * Pages are counted in instances.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
 */
export const describeInstances =
  (store: Ec2Store): Operation<DescribeInstancesCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { InstanceIds = [], Filters, MaxResults } = input;
    if (InstanceIds.length > 0 && MaxResults !== undefined)
      throw invalidCombination('The parameter instancesSet cannot be used with the parameter maxResults');
    const wanted =
      InstanceIds.length > 0 ? findInstances(store, state, InstanceIds) : allInstances(store, state);
    const { items, next } = ec2Page(filtered(wanted, Filters, FILTERS, idOf, state), input, [5, 1000]);
    return { Reservations: reservationsOf(state, items), NextToken: next };
  };

function reservationsOf(state: Ec2State, instances: readonly StoredInstance[]): Reservation[] {
  const reservations = new Map<string, Instance[]>();
  for (const { instance, reservationId } of instances) {
    const described = { ...instance, Tags: tagsOf(state, instance.InstanceId ?? '') };
    const known = reservations.get(reservationId);
    if (known) known.push(described);
    else reservations.set(reservationId, [described]);
  }
  const OwnerId = state.scope.account;
  return [...reservations].map(([ReservationId, Instances]) => ({
    ReservationId,
    OwnerId,
    Groups: [],
    Instances,
  }));
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html */
export const describeInstanceStatus =
  (store: Ec2Store): Operation<DescribeInstanceStatusCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { InstanceIds = [], Filters, IncludeAllInstances } = input;
    const wanted =
      InstanceIds.length > 0 ? findInstances(store, state, InstanceIds) : allInstances(store, state);
    const shown = wanted.filter(
      ({ instance }) => IncludeAllInstances === true || instance.State?.Name === 'running',
    );
    const { items, next } = ec2Page(filtered(shown, Filters, FILTERS, idOf, state), input, [5, 1000]);
    return { InstanceStatuses: items.map(({ instance }) => statusOf(instance)), NextToken: next };
  };

function statusOf({ InstanceId, Placement, State }: Instance): InstanceStatus {
  const running = State?.Name === 'running';
  const status: InstanceStatusSummary = running
    ? { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] }
    : { Status: 'not-applicable' };
  return {
    InstanceId,
    AvailabilityZone: Placement?.AvailabilityZone,
    InstanceState: State,
    InstanceStatus: status,
    SystemStatus: status,
  };
}

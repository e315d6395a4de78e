import type { EC2Client, Filter, Instance, Tag } from '@aws-sdk/client-ec2';
import { clientOf } from '../../../kit/client';
import type { ApiCall } from '../../../kit/call';
import type { Lookup } from '../../../kit/lookup';
import type { ConditionValues, RequiredPermission } from '../../../kit/permissions';
import { MAX_FILTER_VALUES } from '../filters';

/** The types of resources that permissions here are about, as their ARNs name them. */
export type ArnType = keyof typeof READERS;

/** ARNs of images and snapshots name no account. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
const WITHOUT_ACCOUNT: readonly string[] = ['image', 'snapshot'];

/** @param id @default - any: a resource that does not exist yet */
export function ec2Arn({ context }: ApiCall, type: string, id = '*'): string {
  const account = WITHOUT_ACCOUNT.includes(type) ? '' : context.caller.accountId;
  return `arn:aws:ec2:${context.region}:${account}:${type}/${id}`;
}

/** An action on resources that exist, each with its own condition keys; one that does not exist has none. */
export async function onExisting(
  call: ApiCall,
  lookup: Lookup,
  type: ArnType,
  ids: readonly string[],
  options: { readonly action?: string; readonly keys?: ConditionValues } = {},
): Promise<RequiredPermission[]> {
  const facts = await readFacts(call, lookup, type, ids);
  return ids.map((id) => ({
    action: `ec2:${options.action ?? call.operation}`,
    resources: [ec2Arn(call, type, id)],
    keys: { ...facts.get(id), ...options.keys },
  }));
}

/** Condition keys of resources that exist, by id. */
export async function readFacts(
  call: ApiCall,
  lookup: Lookup,
  type: ArnType,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ConditionValues>> {
  if (ids.length === 0) return new Map();
  const client = await ec2Of(call, lookup);
  const batches = Array.from({ length: Math.ceil(ids.length / MAX_FILTER_VALUES) }, (_, index) =>
    ids.slice(index * MAX_FILTER_VALUES, (index + 1) * MAX_FILTER_VALUES),
  );
  const found = await Promise.all(
    batches.map((batch) => READERS[type](client, batch, call).catch((): Fact[] => [])),
  );
  return new Map(found.flat());
}

/** EC2 as the endpoint itself. */
export async function ec2Of({ context }: ApiCall, lookup: Lookup): Promise<EC2Client> {
  const { EC2Client } = await import('@aws-sdk/client-ec2');
  return clientOf(EC2Client, lookup.asService(context.caller.accountId, context.region));
}

type Fact = readonly [id: string, keys: ConditionValues];
type Reader = (ec2: EC2Client, ids: readonly string[], call: ApiCall) => Promise<Fact[]>;

const byId = (Name: string, ids: readonly string[]): { Filters: Filter[] } => ({
  Filters: [{ Name, Values: [...ids] }],
});

/** The condition keys of a resource's tags. */
const resourceTags = (tags: readonly Tag[] = []): Record<string, string> =>
  Object.fromEntries(
    tags.flatMap(({ Key = '', Value = '' }) => [
      [`aws:ResourceTag/${Key}`, Value],
      [`ec2:ResourceTag/${Key}`, Value],
    ]),
  );

const text = (value: boolean | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

const READERS = {
  image: async (ec2, ids) => {
    const { DescribeImagesCommand } = await import('@aws-sdk/client-ec2');
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ ImageIds: [...ids] }));
    return Images.map((image) => [
      image.ImageId ?? '',
      {
        ...resourceTags(image.Tags),
        'ec2:ImageID': image.ImageId,
        'ec2:ImageType': image.ImageType,
        'ec2:Owner': image.ImageOwnerAlias ?? image.OwnerId,
        'ec2:Public': text(image.Public ?? false),
        'ec2:RootDeviceType': image.RootDeviceType,
      },
    ]);
  },

  instance: async (ec2, ids) => {
    const { DescribeInstancesCommand } = await import('@aws-sdk/client-ec2');
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand(byId('instance-id', ids)));
    return Reservations.flatMap(({ Instances = [] }) => Instances).map(instanceFact);
  },

  'key-pair': async (ec2, names) => {
    const { DescribeKeyPairsCommand } = await import('@aws-sdk/client-ec2');
    const { KeyPairs = [] } = await ec2.send(new DescribeKeyPairsCommand({ KeyNames: [...names] }));
    return KeyPairs.map(({ KeyName = '', KeyType, Tags }) => [
      KeyName,
      { ...resourceTags(Tags), 'ec2:KeyPairName': KeyName, 'ec2:KeyPairType': KeyType },
    ]);
  },

  'launch-template': async (ec2, ids) => {
    const { DescribeLaunchTemplatesCommand } = await import('@aws-sdk/client-ec2');
    const request = { LaunchTemplateIds: [...ids] };
    const { LaunchTemplates = [] } = await ec2.send(new DescribeLaunchTemplatesCommand(request));
    return LaunchTemplates.map(({ LaunchTemplateId = '', Tags }) => [LaunchTemplateId, resourceTags(Tags)]);
  },

  'security-group': async (ec2, ids, call) => {
    const { DescribeSecurityGroupsCommand } = await import('@aws-sdk/client-ec2');
    const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand(byId('group-id', ids)));
    return SecurityGroups.map(({ GroupId = '', VpcId, Tags }) => [
      GroupId,
      {
        ...resourceTags(Tags),
        'ec2:SecurityGroupID': GroupId,
        'ec2:Vpc': VpcId && ec2Arn(call, 'vpc', VpcId),
      },
    ]);
  },

  snapshot: async (ec2, ids, call) => {
    const { DescribeSnapshotsCommand } = await import('@aws-sdk/client-ec2');
    const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand(byId('snapshot-id', ids)));
    return Snapshots.map((snapshot) => [
      snapshot.SnapshotId ?? '',
      {
        ...resourceTags(snapshot.Tags),
        'ec2:Encrypted': text(snapshot.Encrypted),
        'ec2:Owner': snapshot.OwnerId,
        'ec2:ParentVolume': ec2Arn(call, 'volume', snapshot.VolumeId),
        'ec2:SnapshotID': snapshot.SnapshotId,
        'ec2:SnapshotTime': snapshot.StartTime?.toISOString(),
        'ec2:VolumeSize': text(snapshot.VolumeSize),
      },
    ]);
  },

  subnet: async (ec2, ids, call) => {
    const { DescribeSubnetsCommand } = await import('@aws-sdk/client-ec2');
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand(byId('subnet-id', ids)));
    return Subnets.map(({ SubnetId = '', VpcId, AvailabilityZone, AvailabilityZoneId, Tags }) => [
      SubnetId,
      {
        ...resourceTags(Tags),
        'ec2:AvailabilityZone': AvailabilityZone,
        'ec2:AvailabilityZoneId': AvailabilityZoneId,
        'ec2:SubnetID': SubnetId,
        'ec2:Vpc': VpcId && ec2Arn(call, 'vpc', VpcId),
      },
    ]);
  },

  volume: async (ec2, ids, call) => {
    const { DescribeVolumesCommand } = await import('@aws-sdk/client-ec2');
    const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand(byId('volume-id', ids)));
    return Volumes.map((volume) => [
      volume.VolumeId ?? '',
      {
        ...resourceTags(volume.Tags),
        'ec2:AvailabilityZone': volume.AvailabilityZone,
        'ec2:Encrypted': text(volume.Encrypted),
        'ec2:ParentSnapshot': volume.SnapshotId && ec2Arn(call, 'snapshot', volume.SnapshotId),
        'ec2:VolumeID': volume.VolumeId,
        'ec2:VolumeIops': text(volume.Iops),
        'ec2:VolumeSize': text(volume.Size),
        'ec2:VolumeThroughput': text(volume.Throughput),
        'ec2:VolumeType': volume.VolumeType,
      },
    ]);
  },

  vpc: async (ec2, ids) => {
    const { DescribeVpcsCommand } = await import('@aws-sdk/client-ec2');
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand(byId('vpc-id', ids)));
    return Vpcs.map(({ VpcId = '', InstanceTenancy, Tags }) => [
      VpcId,
      { ...resourceTags(Tags), 'ec2:Tenancy': InstanceTenancy, 'ec2:VpcID': VpcId },
    ]);
  },
} as const satisfies Record<string, Reader>;

function instanceFact(instance: Instance): Fact {
  const { InstanceId = '', MetadataOptions, Placement } = instance;
  return [
    InstanceId,
    {
      ...resourceTags(instance.Tags),
      'ec2:AvailabilityZone': Placement?.AvailabilityZone,
      'ec2:EbsOptimized': text(instance.EbsOptimized),
      'ec2:InstanceID': InstanceId,
      'ec2:InstanceMarketType': instance.InstanceLifecycle === 'spot' ? 'spot' : 'on-demand',
      'ec2:InstanceProfile': instance.IamInstanceProfile?.Arn,
      'ec2:InstanceType': instance.InstanceType,
      'ec2:MetadataHttpEndpoint': MetadataOptions?.HttpEndpoint,
      'ec2:MetadataHttpPutResponseHopLimit': text(MetadataOptions?.HttpPutResponseHopLimit),
      'ec2:MetadataHttpTokens': MetadataOptions?.HttpTokens,
      'ec2:RootDeviceType': instance.RootDeviceType,
      'ec2:Tenancy': Placement?.Tenancy,
    },
  ];
}

import type {
  IamInstanceProfileSpecification,
  Image,
  RequestLaunchTemplateData,
  RunInstancesRequest,
} from '@aws-sdk/client-ec2';
import { clientOf } from '../../../kit/client';
import { nameOfArn } from '../../../kit/arn';
import type { ApiCall } from '../../../kit/call';
import type { Lookup } from '../../../kit/lookup';
import type { ConditionValues, PermissionRule, RequiredPermission } from '../../../kit/permissions';
import { type Launch, layOver, mergeDevices } from '../instances/launch';
import { creationTags, requestTags } from './created';
import { keyUse } from './encryption';
import { type ArnType, ec2Of, ec2Arn, onExisting, readFacts } from './resources';

/**
 * A launch needs its action on everything that it creates and uses, each with the condition keys of its own type; also
 * where a launch template says so instead of the request.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
 */
export const runInstancesRule: PermissionRule = async (call, lookup) => {
  const { LaunchTemplate, ...request } = call.input as Partial<RunInstancesRequest>;
  const template = LaunchTemplate && (await readTemplate(call, lookup, LaunchTemplate));
  const launch = layOver(template?.data ?? {}, request);
  const asked = (member: keyof Launch, keys: ConditionValues = {}): ConditionValues =>
    template
      ? {
          ...keys,
          'ec2:LaunchTemplate': ec2Arn(call, 'launch-template', template.id),
          'ec2:IsLaunchTemplateResource': String(request[member] === undefined),
        }
      : keys;
  const profile = launch.IamInstanceProfile && (await readProfile(call, lookup, launch.IamInstanceProfile));
  const [first] = launch.NetworkInterfaces ?? [];
  const subnetId = launch.SubnetId ?? first?.SubnetId;
  const groups = first?.Groups ?? launch.SecurityGroupIds ?? [];
  const subnet =
    (await readFacts(call, lookup, 'subnet', subnetId ? [subnetId] : [])).get(subnetId ?? '') ?? {};
  const zone = { 'ec2:AvailabilityZone': subnet['ec2:AvailabilityZone'] };
  const using = (type: ArnType, ids: readonly string[], member: keyof Launch) =>
    onExisting(call, lookup, type, ids, { keys: asked(member) });
  const creating = (type: string, keys: ConditionValues): RequiredPermission => ({
    action: 'ec2:RunInstances',
    resources: [ec2Arn(call, type)],
    keys: { ...requestTags(launch.TagSpecifications, type), ...zone, ...keys },
  });
  const networkInterface = creating(
    'network-interface',
    asked('NetworkInterfaces', {
      'ec2:AssociatePublicIpAddress': optional(first?.AssociatePublicIpAddress),
      'ec2:Subnet': subnetId && ec2Arn(call, 'subnet', subnetId),
      'ec2:Vpc': subnet['ec2:Vpc'],
    }),
  );
  const instance = creating('instance', asked('InstanceType', instanceKeys(launch, profile?.arn)));
  const snapshots = (launch.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
  return [
    ...(await using('launch-template', template ? [template.id] : [], 'ImageId')),
    ...(await using('image', launch.ImageId ? [launch.ImageId] : [], 'ImageId')),
    instance,
    ...(await volumePermissions(call, lookup, launch, (keys) =>
      creating('volume', asked('BlockDeviceMappings', keys)),
    )),
    networkInterface,
    ...(await using('subnet', subnetId ? [subnetId] : [], 'SubnetId')),
    ...(await using('security-group', groups, 'SecurityGroupIds')),
    ...(await using('key-pair', launch.KeyName ? [launch.KeyName] : [], 'KeyName')),
    ...(await using('snapshot', snapshots, 'BlockDeviceMappings')),
    ...passedRoles(profile?.roles ?? []),
    ...creationTags(call, launch.TagSpecifications),
  ];
};

const optional = (value: boolean | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

function instanceKeys(launch: Launch, profile: string | undefined): ConditionValues {
  const { InstanceType = 'm1.small', InstanceMarketOptions, MetadataOptions, Placement } = launch;
  return {
    'ec2:EbsOptimized': String(launch.EbsOptimized ?? false),
    'ec2:InstanceMarketType': InstanceMarketOptions?.MarketType ?? 'on-demand',
    'ec2:InstanceMetadataTags': MetadataOptions?.InstanceMetadataTags,
    'ec2:InstanceProfile': profile,
    'ec2:InstanceType': InstanceType,
    'ec2:MetadataHttpEndpoint': MetadataOptions?.HttpEndpoint,
    'ec2:MetadataHttpPutResponseHopLimit': optional(MetadataOptions?.HttpPutResponseHopLimit),
    'ec2:MetadataHttpTokens': MetadataOptions?.HttpTokens,
    'ec2:RootDeviceType': 'ebs',
    'ec2:Tenancy': Placement?.Tenancy ?? 'default',
  };
}

/** One for each disk, and what its encryption needs. */
async function volumePermissions(
  call: ApiCall,
  lookup: Lookup,
  { ImageId = '', BlockDeviceMappings }: Launch,
  creating: (keys: ConditionValues) => RequiredPermission,
): Promise<RequiredPermission[]> {
  const image = await readImage(call, lookup, ImageId);
  const devices = mergeDevices(image?.BlockDeviceMappings, BlockDeviceMappings);
  const permissions = devices.flatMap(({ Ebs }) =>
    Ebs
      ? creating({
          'ec2:Encrypted': String(Ebs.Encrypted ?? false),
          'ec2:ParentSnapshot': Ebs.SnapshotId && ec2Arn(call, 'snapshot', Ebs.SnapshotId),
          'ec2:VolumeIops': optional(Ebs.Iops),
          'ec2:VolumeSize': optional(Ebs.VolumeSize),
          'ec2:VolumeThroughput': optional(Ebs.Throughput),
          'ec2:VolumeType': Ebs.VolumeType,
        })
      : [],
  );
  const keys = new Set(devices.flatMap(({ Ebs }) => (Ebs?.Encrypted && Ebs.KmsKeyId ? Ebs.KmsKeyId : [])));
  const uses = await Promise.all([...keys].map((key) => keyUse(call, lookup, key)));
  return [...permissions, ...uses.flat()];
}

async function readImage(call: ApiCall, lookup: Lookup, id: string): Promise<Image | undefined> {
  const { DescribeImagesCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = await ec2Of(call, lookup);
  const { Images } = await ec2
    .send(new DescribeImagesCommand({ ImageIds: [id] }))
    .catch(() => ({ Images: undefined }));
  return Images?.[0];
}

async function readTemplate(
  call: ApiCall,
  lookup: Lookup,
  { LaunchTemplateId, LaunchTemplateName, Version }: NonNullable<RunInstancesRequest['LaunchTemplate']>,
): Promise<{ id: string; data: RequestLaunchTemplateData }> {
  const { DescribeLaunchTemplateVersionsCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = await ec2Of(call, lookup);
  const Versions = [Version ?? '$Default'];
  const { LaunchTemplateVersions } = await ec2
    .send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, LaunchTemplateName, Versions }))
    .catch(() => ({ LaunchTemplateVersions: undefined }));
  const [version] = LaunchTemplateVersions ?? [];
  return {
    id: version?.LaunchTemplateId ?? LaunchTemplateId ?? '*',
    data: (version?.LaunchTemplateData ?? {}) as RequestLaunchTemplateData,
  };
}

/** The ARN of a profile and of its roles. */
async function readProfile(
  { context }: ApiCall,
  lookup: Lookup,
  { Arn, Name }: IamInstanceProfileSpecification,
): Promise<{ arn: string | undefined; roles: readonly string[] }> {
  const { GetInstanceProfileCommand, IAMClient } = await import('@aws-sdk/client-iam');
  const iam = clientOf(IAMClient, lookup.asService(context.caller.accountId, context.region));
  const { InstanceProfile } = await iam
    .send(new GetInstanceProfileCommand({ InstanceProfileName: Name ?? nameOfArn(Arn ?? '') }))
    .catch(() => ({ InstanceProfile: undefined }));
  const roles = (InstanceProfile?.Roles ?? []).map((role) => role.Arn ?? '');
  return { arn: InstanceProfile?.Arn ?? Arn, roles };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html#permission-to-pass-iam-roles */
const passedRoles = (resources: readonly string[]): RequiredPermission[] =>
  resources.length === 0
    ? []
    : [{ action: 'iam:PassRole', resources, keys: { 'iam:PassedToService': 'ec2.amazonaws.com' } }];

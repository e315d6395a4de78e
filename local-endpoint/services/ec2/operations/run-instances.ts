import type {
  Image,
  Instance,
  InstanceMetadataOptionsResponse,
  Reservation,
  RunInstancesCommandInput,
  Tag,
} from '@aws-sdk/client-ec2';
import { clientOf } from '../../../kit/client';
import { AwsError } from '../../../kit/aws-error';
import type { CallContext, Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { isServiceLinkedRole } from '../../../kit/service-linked-role';
import { dryRunSucceeded } from '../dry-run';
import { invalidCombination, invalidValue, missingParameter, passingErrors } from '../errors';
import { idempotent } from '../idempotency';
import { findImage } from '../images/find';
import { emitState } from '../instances/events';
import { validateType } from '../instances/instance-type';
import { type Launch, layOver } from '../instances/launch';
import { findNetwork, type Network, takeAddresses } from '../instances/network';
import { findProfile } from '../instances/profile';
import { createAttachedVolume, type Device, devicesOf } from '../instances/volumes';
import { userDataProblem } from '../launch-templates/data';
import { findTemplate, findVersion } from '../launch-templates/find';
import { type Ec2State, type Ec2Store, newId, type StoredInstance } from '../store';
import { addTags, specifiedTags, tagsOf, withoutReserved } from '../tags/tags';

const TAGGED = ['instance', 'volume', 'network-interface', 'spot-instances-request', 'elastic-gpu'] as const;

/**
 * Instances run at once; the answer calls them pending, as AWS's does. Either all are launched or none.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 */
export const runInstances =
  (store: Ec2Store): Operation<RunInstancesCommandInput, Reservation> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    return idempotent(state, 'RunInstances', input, async () => {
      const { LaunchTemplate, MinCount, MaxCount, DryRun, ...request } = input;
      const count = countOf(MinCount, MaxCount);
      const template = LaunchTemplate && findTemplate(state, LaunchTemplate);
      const version = template && findVersion(template, LaunchTemplate?.Version);
      const { reserved, TagSpecifications } = isServiceLinkedRole(context.caller)
        ? withoutReserved(request.TagSpecifications)
        : { reserved: [], TagSpecifications: request.TagSpecifications };
      const launch = layOver(version?.data ?? {}, { ...request, TagSpecifications });
      const templateTags: Tag[] =
        template && version
          ? [
              { Key: 'aws:ec2launchtemplate:id', Value: template.id },
              { Key: 'aws:ec2launchtemplate:version', Value: String(version.number) },
            ]
          : [];
      const system = [...templateTags, ...reserved];
      const parts = await resolve(store, launch, context);
      if (DryRun) throw dryRunSucceeded();
      return start(store, state, launch, parts, count, system);
    });
  };

function countOf(min: number | undefined, max: number | undefined): number {
  if (min === undefined) throw missingParameter('MinCount');
  if (max === undefined) throw missingParameter('MaxCount');
  if (min < 1)
    throw invalidValue(`Value (${min}) for parameter minCount is invalid. Count must be 1 or more.`);
  if (min > max)
    throw invalidCombination(`The minimum count (${min}) must not be above the maximum count (${max}).`);
  return max;
}

/** What a launch refers to. */
interface LaunchParts {
  readonly image: Image;
  readonly type: NonNullable<Instance['InstanceType']>;
  readonly network: Network;
  readonly devices: readonly Device[];
  readonly profile: Instance['IamInstanceProfile'];
}

async function resolve(store: Ec2Store, launch: Launch, context: CallContext): Promise<LaunchParts> {
  const scope = scopeOf(context);
  const { ImageId, InstanceType = 'm1.small', IamInstanceProfile, KeyName, BlockDeviceMappings } = launch;
  if (!ImageId) throw missingParameter('ImageId');
  const problem = userDataProblem(launch.UserData);
  if (problem) throw invalidValue(problem);
  for (const type of TAGGED) specifiedTags(launch.TagSpecifications, type, TAGGED);
  const image = await findImage(store, scope, ImageId);
  validateType(InstanceType, image);
  const [network, profile, devices] = await Promise.all([
    findNetwork(store, scope, launch),
    IamInstanceProfile && findProfile(store, scope, IamInstanceProfile),
    devicesOf(store, scope, image, BlockDeviceMappings),
    KeyName && checkKeyPair(store, context, KeyName),
  ]);
  return { image, type: InstanceType, network, devices, profile: profile || undefined };
}

/** @throws AwsError `InvalidKeyPair.NotFound` */
async function checkKeyPair(store: Ec2Store, context: CallContext, name: string): Promise<void> {
  const { DescribeKeyPairsCommand, EC2Client } = await import('@aws-sdk/client-ec2');
  const client = clientOf(EC2Client, store.asService(scopeOf(context)));
  const { KeyPairs = [] } = await passingErrors(
    client.send(new DescribeKeyPairsCommand({ KeyNames: [name] })),
  );
  if (KeyPairs.length === 0)
    throw new AwsError('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
}

function start(
  store: Ec2Store,
  state: Ec2State,
  launch: Launch,
  parts: LaunchParts,
  count: number,
  system: readonly Tag[],
): Reservation {
  const ReservationId = newId('r');
  const tags = specifiedTags(launch.TagSpecifications, 'instance', TAGGED);
  const volumeTags = specifiedTags(launch.TagSpecifications, 'volume', TAGGED);
  const now = store.context.clock.now();
  const started = takeAddresses(state, parts.network.subnet, count).map((address, index) => {
    const id = newId('i');
    const volumes = parts.devices.map((device) => {
      const volume = createAttachedVolume(state, device, id, parts.network.subnet.AvailabilityZone, now);
      addTags(state, volume.VolumeId ?? '', volumeTags);
      return volume;
    });
    const stored: StoredInstance = {
      instance: {
        ...newInstance(state, launch, parts, address, now),
        InstanceId: id,
        AmiLaunchIndex: index,
        BlockDeviceMappings: volumes.map(({ VolumeId, Attachments: [attachment] = [] }) => ({
          DeviceName: attachment?.Device,
          Ebs: {
            VolumeId,
            Status: 'attached',
            AttachTime: now,
            DeleteOnTermination: attachment?.DeleteOnTermination,
          },
        })),
      },
      reservationId: ReservationId,
      userData: launch.UserData,
      disableApiTermination: launch.DisableApiTermination ?? false,
      disableApiStop: launch.DisableApiStop ?? false,
      shutdownBehavior: launch.InstanceInitiatedShutdownBehavior ?? 'stop',
    };
    addTags(state, id, tags);
    if (system.length > 0) addTags(state, id, system, true);
    state.instances.set(id, stored);
    emitState(store, state, id, 'running');
    const pending = { Code: 0, Name: 'pending' as const };
    return { ...stored.instance, Tags: tagsOf(state, id), State: pending };
  });
  return { ReservationId, OwnerId: state.scope.account, Groups: [], Instances: started };
}

function newInstance(
  { scope }: Ec2State,
  launch: Launch,
  { image, type, network, profile }: LaunchParts,
  address: string,
  now: Date,
): Instance {
  const { subnet, groups, publicAddress } = network;
  const securityGroups = groups.map(({ GroupId, GroupName }) => ({ GroupId, GroupName }));
  const dashed = address.replaceAll('.', '-');
  const PrivateDnsName = `ip-${dashed}.${scope.region}.compute.internal`;
  return {
    Architecture: image.Architecture ?? 'x86_64',
    ClientToken: launch.ClientToken,
    EbsOptimized: launch.EbsOptimized ?? false,
    EnaSupport: image.EnaSupport ?? true,
    Hypervisor: 'xen',
    IamInstanceProfile: profile,
    ImageId: image.ImageId,
    InstanceLifecycle: launch.InstanceMarketOptions?.MarketType === 'spot' ? 'spot' : undefined,
    InstanceType: type,
    KeyName: launch.KeyName,
    LaunchTime: now,
    MetadataOptions: metadataOptions(launch, image),
    Monitoring: { State: launch.Monitoring?.Enabled ? 'enabled' : 'disabled' },
    NetworkInterfaces: [
      {
        NetworkInterfaceId: newId('eni'),
        OwnerId: scope.account,
        SubnetId: subnet.SubnetId,
        VpcId: subnet.VpcId,
        PrivateIpAddress: address,
        PrivateDnsName,
        Groups: securityGroups,
        Status: 'in-use',
        SourceDestCheck: true,
        InterfaceType: 'interface',
        Attachment: {
          AttachmentId: newId('eni-attach'),
          AttachTime: now,
          DeleteOnTermination: true,
          DeviceIndex: 0,
          Status: 'attached',
        },
      },
    ],
    Placement: { AvailabilityZone: subnet.AvailabilityZone, GroupName: '', Tenancy: 'default' },
    PlatformDetails: 'Linux/UNIX',
    PrivateDnsName,
    PrivateIpAddress: address,
    PublicDnsName: publicAddress ? `ec2-${dashed}.${scope.region}.compute.amazonaws.com` : '',
    PublicIpAddress: publicAddress ? address.replace(/^\d+/, '54') : undefined,
    RootDeviceName: image.RootDeviceName ?? '/dev/xvda',
    RootDeviceType: 'ebs',
    SecurityGroups: securityGroups,
    SourceDestCheck: true,
    State: { Code: 16, Name: 'running' },
    StateTransitionReason: '',
    SubnetId: subnet.SubnetId,
    UsageOperation: 'RunInstances',
    VirtualizationType: 'hvm',
    VpcId: subnet.VpcId,
  };
}

/** An image with IMDS support `v2.0` makes tokens required, and allows a second hop. */
function metadataOptions(
  { MetadataOptions = {} }: Launch,
  { ImdsSupport }: Image,
): InstanceMetadataOptionsResponse {
  const v2 = ImdsSupport === 'v2.0';
  return {
    State: 'applied',
    HttpTokens: MetadataOptions.HttpTokens ?? (v2 ? 'required' : 'optional'),
    HttpPutResponseHopLimit: MetadataOptions.HttpPutResponseHopLimit ?? (v2 ? 2 : 1),
    HttpEndpoint: MetadataOptions.HttpEndpoint ?? 'enabled',
    HttpProtocolIpv6: MetadataOptions.HttpProtocolIpv6 ?? 'disabled',
    InstanceMetadataTags: MetadataOptions.InstanceMetadataTags ?? 'disabled',
  };
}

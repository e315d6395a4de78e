import {
  type CopyImageCommandInput,
  CopyImageCommand,
  CreateImageCommand,
  type CreateImageCommandInput,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteSnapshotCommand,
  DeleteVolumeCommand,
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  DisableImageDeregistrationProtectionCommand,
  EC2Client,
  EnableImageDeprecationCommand,
  EnableImageDeregistrationProtectionCommand,
  type Image,
  ModifyImageAttributeCommand,
  ModifyInstanceAttributeCommand,
  ModifySnapshotAttributeCommand,
  RegisterImageCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  type Snapshot,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ec2 as ec2Service } from '../../services/ec2/service';
import { ACCOUNT, OTHER_ACCOUNT, startTestEndpoint, type TestEndpoint } from '../../testing';
import { type Launching, prepareLaunching } from './support/launching';

let local: TestEndpoint;
let ec2: EC2Client;
let launching: Launching;
let keyArn: string;
let names = 0;

beforeAll(async () => {
  local = await startTestEndpoint({ services: [ec2Service] });
  ec2 = new EC2Client(local.client());
  launching = await prepareLaunching(ec2);
  const kms = new KMSClient(local.client());
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  keyArn = KeyMetadata?.Arn ?? '';
  await kms.send(
    new CreateAliasCommand({ AliasName: 'alias/images', TargetKeyId: KeyMetadata?.KeyId ?? '' }),
  );
});

afterAll(() => local.close());

async function launch(input: Partial<RunInstancesCommandInput> = {}): Promise<string> {
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ...{ ImageId: launching.image, InstanceType: 't3.small', MinCount: 1, MaxCount: 1 },
      ...input,
    }),
  );
  return Instances?.[0]?.InstanceId ?? '';
}

async function bake(InstanceId: string, input: Partial<CreateImageCommandInput> = {}): Promise<string> {
  const Name = `golden-${++names}`;
  const { ImageId = '' } = await ec2.send(new CreateImageCommand({ InstanceId, Name, ...input }));
  return ImageId;
}

async function copy(SourceImageId: string, input: Partial<CopyImageCommandInput> = {}): Promise<string> {
  const Name = `copy-${++names}`;
  const request = { SourceImageId, SourceRegion: 'ap-northeast-1', Name, ...input };
  return (await ec2.send(new CopyImageCommand(request))).ImageId ?? '';
}

async function images(input: DescribeImagesCommandInput, client = ec2): Promise<Image[]> {
  return (await client.send(new DescribeImagesCommand(input))).Images ?? [];
}

const image = async (id: string): Promise<Image> => (await images({ ImageIds: [id] }))[0] ?? {};

async function snapshots(ids?: string[]): Promise<Snapshot[]> {
  const { Snapshots = [] } = await ec2.send(
    new DescribeSnapshotsCommand({ SnapshotIds: ids, OwnerIds: ['self'] }),
  );
  return Snapshots;
}

const snapshotIds = ({ BlockDeviceMappings = [] }: Image) =>
  BlockDeviceMappings.map(({ Ebs }) => Ebs?.SnapshotId ?? '');

const wait = () => local.clock.advance(60_000);

const failsWith = (code: string, call: Promise<unknown>) =>
  expect(call).rejects.toMatchObject({ name: code });

const tagged = (key: string) => [{ Key: key, Value: 'fleet' }];

describe('an image', () => {
  it('is pending for a while, and so are its snapshots', async () => {
    const id = await bake(await launch());
    const pending = await image(id);
    expect(pending.State).toBe('pending');
    expect(await snapshots(snapshotIds(pending))).toMatchObject([{ State: 'pending' }]);
    await failsWith('InvalidAMIID.Unavailable', launch({ ImageId: id }));
    wait();
    expect(await image(id)).toMatchObject({ State: 'available' });
    expect(await snapshots(snapshotIds(pending))).toMatchObject([{ State: 'completed', Progress: '100%' }]);
    await launch({ ImageId: id });
  });

  it('has the disks of its instance, with their encryption, in snapshots', async () => {
    const instance = await launch({
      BlockDeviceMappings: [
        {
          DeviceName: '/dev/sda1',
          Ebs: { VolumeSize: 12, VolumeType: 'gp3', Encrypted: true, KmsKeyId: 'alias/images' },
        },
        { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 5, DeleteOnTermination: false } },
      ],
    });
    const id = await bake(instance);
    const made = await image(id);
    expect(made).toMatchObject({
      OwnerId: ACCOUNT,
      SourceInstanceId: instance,
      EnaSupport: true,
      RootDeviceType: 'ebs',
      Public: false,
      CreationDate: local.clock.now().toISOString(),
    });
    expect(made.BlockDeviceMappings).toMatchObject([
      {
        DeviceName: '/dev/sda1',
        Ebs: { VolumeSize: 12, VolumeType: 'gp3', Encrypted: true, DeleteOnTermination: true },
      },
      { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 5, Encrypted: false, DeleteOnTermination: false } },
    ]);
    const Description = `Created by CreateImage(${instance}) for ${id}`;
    expect(await snapshots(snapshotIds(made))).toMatchObject([
      { VolumeSize: 12, Encrypted: true, KmsKeyId: keyArn, Description },
      { VolumeSize: 5, Encrypted: false, Description },
    ]);
    wait();
    const launched = await launch({ ImageId: id });
    const { Volumes } = await ec2.send(
      new DescribeVolumesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [launched] }] }),
    );
    expect(Volumes).toMatchObject([
      { Size: 12, Encrypted: true, KmsKeyId: keyArn },
      { Size: 5, Encrypted: false },
    ]);
  });

  it('is tagged from the call on, with its snapshots, and can be tagged later in one call', async () => {
    const id = await bake(await launch(), {
      TagSpecifications: [
        { ResourceType: 'image', Tags: tagged('pipeline') },
        { ResourceType: 'snapshot', Tags: tagged('disk') },
      ],
    });
    const made = await image(id);
    expect(made.Tags).toEqual(tagged('pipeline'));
    expect((await snapshots(snapshotIds(made)))[0]?.Tags).toEqual(tagged('disk'));
    await ec2.send(new CreateTagsCommand({ Resources: [id, ...snapshotIds(made)], Tags: tagged('commit') }));
    const Filters = [
      { Name: 'tag:pipeline', Values: ['fleet'] },
      { Name: 'tag:commit', Values: ['fleet'] },
    ];
    expect(await images({ Owners: ['self'], Filters })).toMatchObject([{ ImageId: id }]);
    const missing = new CreateTagsCommand({ Resources: [id, 'ami-0123456789abcdef0'], Tags: tagged('x') });
    await failsWith('InvalidAMIID.NotFound', ec2.send(missing));
    expect((await image(id)).Tags).not.toContainEqual(tagged('x')[0]);
  });

  it('has a name of its own', async () => {
    const instance = await launch();
    await bake(instance, { Name: 'twice' });
    await failsWith('InvalidAMIName.Duplicate', bake(instance, { Name: 'twice' }));
    await failsWith('InvalidAMIName.Malformed', bake(instance, { Name: 'a*b' }));
  });

  it('has description, launch permissions and IMDS support when they are modified', async () => {
    const ImageId = await bake(await launch());
    wait();
    const modify = (input: object) => ec2.send(new ModifyImageAttributeCommand({ ImageId, ...input }));
    const other = new EC2Client(local.client(OTHER_ACCOUNT));
    await failsWith('InvalidAMIID.NotFound', images({ ImageIds: [ImageId] }, other));
    await modify({ Description: { Value: 'the fleet’s' } });
    await modify({ LaunchPermission: { Add: [{ UserId: OTHER_ACCOUNT }] } });
    await modify({ ImdsSupport: { Value: 'v2.0' } });
    expect(await image(ImageId)).toMatchObject({ Description: 'the fleet’s', ImdsSupport: 'v2.0' });
    expect(await images({ ImageIds: [ImageId] }, other)).toHaveLength(1);
    const permissions = new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' });
    expect((await ec2.send(permissions)).LaunchPermissions).toEqual([{ UserId: OTHER_ACCOUNT }]);
    await failsWith('AuthFailure', other.send(new DeregisterImageCommand({ ImageId })));
  });

  it('makes tokens required at launch where it supports IMDSv2 only', async () => {
    const ImageId = await bake(await launch());
    wait();
    await ec2.send(new ModifyImageAttributeCommand({ ImageId, ImdsSupport: { Value: 'v2.0' } }));
    const { Instances } = await ec2.send(
      new RunInstancesCommand({ ImageId, InstanceType: 't3.small', MinCount: 1, MaxCount: 1 }),
    );
    expect(Instances?.[0]?.MetadataOptions).toMatchObject({ HttpTokens: 'required' });
  });

  it('is deprecated at the minute it was given, and still its owner’s', async () => {
    const ImageId = await bake(await launch());
    wait();
    const DeprecateAt = new Date(local.clock.now().getTime() + 90 * 86_400_000 + 20_000);
    await ec2.send(new EnableImageDeprecationCommand({ ImageId, DeprecateAt }));
    const minute = new Date(Math.round(DeprecateAt.getTime() / 60_000) * 60_000);
    expect((await image(ImageId)).DeprecationTime).toBe(minute.toISOString());
    const past = new EnableImageDeprecationCommand({ ImageId, DeprecateAt: new Date(0) });
    await failsWith('InvalidParameterValue', ec2.send(past));
  });

  it('is gone when it is deregistered, and then its snapshots can be deleted', async () => {
    const ImageId = await bake(await launch());
    wait();
    const [SnapshotId = ''] = snapshotIds(await image(ImageId));
    const remove = () => ec2.send(new DeleteSnapshotCommand({ SnapshotId }));
    await expect(remove()).rejects.toMatchObject({
      name: 'InvalidSnapshot.InUse',
      message: `The snapshot ${SnapshotId} is currently in use by ${ImageId}`,
    });
    await ec2.send(new EnableImageDeregistrationProtectionCommand({ ImageId }));
    const deregister = () => ec2.send(new DeregisterImageCommand({ ImageId }));
    await failsWith('OperationNotPermitted', deregister());
    await ec2.send(new DisableImageDeregistrationProtectionCommand({ ImageId }));
    await deregister();
    await failsWith('InvalidAMIID.NotFound', images({ ImageIds: [ImageId] }));
    await failsWith('InvalidAMIID.NotFound', launch({ ImageId }));
    await failsWith('InvalidAMIID.Unavailable', deregister());
    await remove();
    await failsWith('InvalidSnapshot.NotFound', snapshots([SnapshotId]));
  });

  it('takes its snapshots along where the request says so', async () => {
    const ImageId = await bake(await launch());
    const [id = ''] = snapshotIds(await image(ImageId));
    const output = await ec2.send(new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true }));
    expect(output.DeleteSnapshotResults).toEqual([{ SnapshotId: id, ReturnCode: 'success' }]);
    await failsWith('InvalidSnapshot.NotFound', snapshots([id]));
  });

  it('is registered of a snapshot', async () => {
    const [SnapshotId = ''] = snapshotIds(await image(await bake(await launch())));
    const { ImageId = '' } = await ec2.send(
      new RegisterImageCommand({
        ...{ Name: 'registered', RootDeviceName: '/dev/xvda', ImdsSupport: 'v2.0', Architecture: 'arm64' },
        BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId } }],
      }),
    );
    expect(await image(ImageId)).toMatchObject({
      State: 'available',
      ImdsSupport: 'v2.0',
      Architecture: 'arm64',
    });
  });
});

describe('a copy of an image', () => {
  it('is encrypted with the key that it was given, untagged, and has snapshots of its own', async () => {
    const source = await bake(await launch());
    wait();
    const id = await copy(source, { Encrypted: true, KmsKeyId: 'alias/images' });
    const made = await image(id);
    expect(made).toMatchObject({ State: 'pending', Tags: [] });
    expect(made.BlockDeviceMappings).toMatchObject([{ Ebs: { Encrypted: true } }]);
    expect(await snapshots(snapshotIds(made))).toMatchObject([{ Encrypted: true, KmsKeyId: keyArn }]);
    wait();
    expect(await image(id)).toMatchObject({ State: 'available' });
    await failsWith('InvalidRequest', copy(id, { Encrypted: false }));
  });

  it('is encrypted with AWS’s key where it was given an empty one, as Packer sends it', async () => {
    const source = await bake(await launch());
    wait();
    const made = await image(await copy(source, { Encrypted: true, KmsKeyId: '' }));
    const [copied] = await snapshots(snapshotIds(made));
    expect(copied).toMatchObject({ Encrypted: true });
    expect(copied?.KmsKeyId).toMatch(/^arn:aws:kms:/);
  });

  it('has its source’s tags where the request says so', async () => {
    const TagSpecifications = [{ ResourceType: 'image' as const, Tags: tagged('pipeline') }];
    const source = await bake(await launch(), { TagSpecifications });
    wait();
    expect((await image(await copy(source, { CopyImageTags: true }))).Tags).toEqual(tagged('pipeline'));
  });

  it('fails, but not its call, where the key does not exist', async () => {
    const source = await bake(await launch());
    wait();
    const id = await copy(source, { Encrypted: true, KmsKeyId: 'alias/missing' });
    expect(await image(id)).toMatchObject({
      State: 'failed',
      StateReason: { Message: 'Copy image failed with an internal error.' },
    });
  });
});

describe('images', () => {
  it('of vendors are found by owner, name and architecture, and are not the account’s own', async () => {
    const [vendor] = await images({ ImageIds: [launching.image] });
    const Filters = [
      { Name: 'name', Values: [vendor?.Name ?? ''] },
      { Name: 'architecture', Values: ['x86_64'] },
      { Name: 'root-device-type', Values: ['ebs', 'standard'] },
    ];
    const found = await images({ Owners: ['amazon'], Filters });
    expect(found.map(({ ImageId }) => ImageId)).toContain(launching.image);
    expect(found[0]?.BlockDeviceMappings).toMatchObject([{ Ebs: { DeleteOnTermination: true } }]);
    const own = await images({ Owners: ['self'] });
    expect(new Set(own.map(({ OwnerId }) => OwnerId))).toEqual(new Set([ACCOUNT]));
    await failsWith(
      'InvalidAMIID.NotFound',
      images({ ImageIds: [launching.image, 'ami-0123456789abcdef0'] }),
    );
  });

  it('have only snapshots of the account itself', async () => {
    const all = await snapshots();
    expect(new Set(all.map(({ OwnerId }) => OwnerId))).toEqual(new Set([ACCOUNT]));
    const [{ SnapshotId, Encrypted } = {}] = all;
    expect(Encrypted).toBe(false);
    const UserIds = [OTHER_ACCOUNT];
    const Attribute = 'createVolumePermission' as const;
    await ec2.send(
      new ModifySnapshotAttributeCommand({ SnapshotId, Attribute, OperationType: 'add', UserIds }),
    );
  });
});

describe('what a bake leaves', () => {
  it('is a volume that stays when its instance ends, and a group that nothing uses', async () => {
    const instance = await launch({
      SecurityGroupIds: [launching.group],
      SubnetId: launching.subnet,
      BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 5, DeleteOnTermination: false } }],
      TagSpecifications: [{ ResourceType: 'volume', Tags: tagged('bake') }],
    });
    const Filters = [{ Name: 'attachment.instance-id', Values: [instance] }];
    const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({ Filters }));
    expect(Volumes.map(({ Tags }) => Tags)).toEqual([tagged('bake'), tagged('bake')]);
    const kept = Volumes.find(({ Size }) => Size === 5)?.VolumeId ?? '';
    const deletion = () => ec2.send(new DeleteVolumeCommand({ VolumeId: kept }));
    const groupDeletion = () => ec2.send(new DeleteSecurityGroupCommand({ GroupId: launching.group }));
    await failsWith('VolumeInUse', deletion());
    await failsWith('DependencyViolation', groupDeletion());
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [instance] }));
    const left = await ec2.send(new DescribeVolumesCommand({ VolumeIds: [kept] }));
    expect(left.Volumes).toMatchObject([{ State: 'available', Attachments: [] }]);
    const gone = Volumes.find(({ Size }) => Size !== 5)?.VolumeId ?? '';
    await failsWith('InvalidVolume.NotFound', ec2.send(new DescribeVolumesCommand({ VolumeIds: [gone] })));
    await deletion();
    await groupDeletion();
  });
});

it('an instance’s attributes change when it is stopped', async () => {
  const InstanceId = await launch();
  const modify = () =>
    ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, EnaSupport: { Value: true } }));
  await failsWith('IncorrectInstanceState', modify());
  await ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId] }));
  await modify();
  const protect = { InstanceId, DisableApiTermination: { Value: true } };
  await ec2.send(new ModifyInstanceAttributeCommand(protect));
  const terminate = ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
  await failsWith('OperationNotPermitted', terminate);
});

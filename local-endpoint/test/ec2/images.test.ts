import {
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeVolumesCommand,
  DisableImageDeregistrationProtectionCommand,
  EC2Client,
  EnableImageDeprecationCommand,
  EnableImageDeregistrationProtectionCommand,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
  RegisterImageCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ACCOUNT, OTHER_ACCOUNT } from '../../testing';
import { ec2Harness } from './support/ec2-harness';
import { failsWith } from './support/fails-with';
import { createImagesKey, imagesOf, snapshotIds, tagsNamed } from './support/images';

const harness = ec2Harness();
const { launch } = harness;
const { bake, image, images, snapshots } = imagesOf(() => harness.ec2);

let keyArn: string;

beforeAll(async () => {
  keyArn = await createImagesKey(harness.local);
});

const wait = () => harness.local.clock.advance(60_000);

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
      CreationDate: harness.local.clock.now().toISOString(),
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
    const { Volumes } = await harness.ec2.send(
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
        { ResourceType: 'image', Tags: tagsNamed('pipeline') },
        { ResourceType: 'snapshot', Tags: tagsNamed('disk') },
      ],
    });
    const made = await image(id);
    expect(made.Tags).toEqual(tagsNamed('pipeline'));
    expect((await snapshots(snapshotIds(made)))[0]?.Tags).toEqual(tagsNamed('disk'));
    await harness.ec2.send(
      new CreateTagsCommand({ Resources: [id, ...snapshotIds(made)], Tags: tagsNamed('commit') }),
    );
    const Filters = [
      { Name: 'tag:pipeline', Values: ['fleet'] },
      { Name: 'tag:commit', Values: ['fleet'] },
    ];
    expect(await images({ Owners: ['self'], Filters })).toMatchObject([{ ImageId: id }]);
    const missing = new CreateTagsCommand({ Resources: [id, 'ami-0123456789abcdef0'], Tags: tagsNamed('x') });
    await failsWith('InvalidAMIID.NotFound', harness.ec2.send(missing));
    expect((await image(id)).Tags).not.toContainEqual(tagsNamed('x')[0]);
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
    const modify = (input: object) =>
      harness.ec2.send(new ModifyImageAttributeCommand({ ImageId, ...input }));
    const other = new EC2Client(harness.local.client(OTHER_ACCOUNT));
    await failsWith('InvalidAMIID.NotFound', images({ ImageIds: [ImageId] }, other));
    await modify({ Description: { Value: 'the fleet’s' } });
    await modify({ LaunchPermission: { Add: [{ UserId: OTHER_ACCOUNT }] } });
    await modify({ ImdsSupport: { Value: 'v2.0' } });
    expect(await image(ImageId)).toMatchObject({ Description: 'the fleet’s', ImdsSupport: 'v2.0' });
    expect(await images({ ImageIds: [ImageId] }, other)).toHaveLength(1);
    const permissions = new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' });
    expect((await harness.ec2.send(permissions)).LaunchPermissions).toEqual([{ UserId: OTHER_ACCOUNT }]);
    await failsWith('AuthFailure', other.send(new DeregisterImageCommand({ ImageId })));
  });

  it('makes tokens required at launch where it supports IMDSv2 only', async () => {
    const ImageId = await bake(await launch());
    wait();
    await harness.ec2.send(new ModifyImageAttributeCommand({ ImageId, ImdsSupport: { Value: 'v2.0' } }));
    const { Instances } = await harness.ec2.send(
      new RunInstancesCommand({ ImageId, InstanceType: 't3.small', MinCount: 1, MaxCount: 1 }),
    );
    expect(Instances?.[0]?.MetadataOptions).toMatchObject({ HttpTokens: 'required' });
  });

  it('is deprecated at the minute it was given, and still its owner’s', async () => {
    const ImageId = await bake(await launch());
    wait();
    const DeprecateAt = new Date(harness.local.clock.now().getTime() + 90 * 86_400_000 + 20_000);
    await harness.ec2.send(new EnableImageDeprecationCommand({ ImageId, DeprecateAt }));
    const minute = new Date(Math.round(DeprecateAt.getTime() / 60_000) * 60_000);
    expect((await image(ImageId)).DeprecationTime).toBe(minute.toISOString());
    const past = new EnableImageDeprecationCommand({ ImageId, DeprecateAt: new Date(0) });
    await failsWith('InvalidParameterValue', harness.ec2.send(past));
  });

  it('is gone when it is deregistered, and then its snapshots can be deleted', async () => {
    const ImageId = await bake(await launch());
    wait();
    const [SnapshotId = ''] = snapshotIds(await image(ImageId));
    const remove = () => harness.ec2.send(new DeleteSnapshotCommand({ SnapshotId }));
    await expect(remove()).rejects.toMatchObject({
      name: 'InvalidSnapshot.InUse',
      message: `The snapshot ${SnapshotId} is currently in use by ${ImageId}`,
    });
    await harness.ec2.send(new EnableImageDeregistrationProtectionCommand({ ImageId }));
    const deregister = () => harness.ec2.send(new DeregisterImageCommand({ ImageId }));
    await failsWith('OperationNotPermitted', deregister());
    await harness.ec2.send(new DisableImageDeregistrationProtectionCommand({ ImageId }));
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
    const output = await harness.ec2.send(
      new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true }),
    );
    expect(output.DeleteSnapshotResults).toEqual([{ SnapshotId: id, ReturnCode: 'success' }]);
    await failsWith('InvalidSnapshot.NotFound', snapshots([id]));
  });

  it('is registered of a snapshot', async () => {
    const [SnapshotId = ''] = snapshotIds(await image(await bake(await launch())));
    const { ImageId = '' } = await harness.ec2.send(
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

describe('images', () => {
  it('of vendors are found by owner, name and architecture, and are not the account’s own', async () => {
    const [vendor] = await images({ ImageIds: [harness.launching.image] });
    const Filters = [
      { Name: 'name', Values: [vendor?.Name ?? ''] },
      { Name: 'architecture', Values: ['x86_64'] },
      { Name: 'root-device-type', Values: ['ebs', 'standard'] },
    ];
    const found = await images({ Owners: ['amazon'], Filters });
    expect(found.map(({ ImageId }) => ImageId)).toContain(harness.launching.image);
    expect(found[0]?.BlockDeviceMappings).toMatchObject([{ Ebs: { DeleteOnTermination: true } }]);
    const own = await images({ Owners: ['self'] });
    expect(new Set(own.map(({ OwnerId }) => OwnerId))).toEqual(new Set([ACCOUNT]));
    await failsWith(
      'InvalidAMIID.NotFound',
      images({ ImageIds: [harness.launching.image, 'ami-0123456789abcdef0'] }),
    );
  });

  it('have only snapshots of the account itself', async () => {
    const all = await snapshots();
    expect(new Set(all.map(({ OwnerId }) => OwnerId))).toEqual(new Set([ACCOUNT]));
    const [{ SnapshotId, Encrypted } = {}] = all;
    expect(Encrypted).toBe(false);
    const UserIds = [OTHER_ACCOUNT];
    const Attribute = 'createVolumePermission' as const;
    await harness.ec2.send(
      new ModifySnapshotAttributeCommand({ SnapshotId, Attribute, OperationType: 'add', UserIds }),
    );
  });
});

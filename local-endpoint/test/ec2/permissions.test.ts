import {
  AuthorizeSecurityGroupIngressCommand,
  CopyImageCommand,
  CreateImageCommand,
  CreateKeyPairCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteKeyPairCommand,
  DeleteSecurityGroupCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  type EC2Client,
  EnableImageDeprecationCommand,
  ModifyImageAttributeCommand,
  ModifyInstanceAttributeCommand,
  ModifySnapshotAttributeCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ACCOUNT, OTHER_ACCOUNT, REGION } from '../../testing';
import { allow } from '../iam/support/roles';
import {
  denied,
  OWN,
  permissionsHarness,
  PUBLIC,
  requested,
  tagged,
  tagsFor,
} from './support/permissions-harness';

jest.setTimeout(120_000);

const harness = permissionsHarness();
const { as, launched } = harness;

describe('what exists', () => {
  const grants = (...actions: string[]) =>
    allow(
      actions.map((action) => `ec2:${action}`),
      `${OWN}:instance/*`,
      tagged,
    );

  it('is changed by those who may change what has its tags', async () => {
    const own = await launched();
    const foreign = await launched({ TagSpecifications: undefined });
    const ec2 = await as([grants('StopInstances', 'TerminateInstances', 'ModifyInstanceAttribute')]);
    const foreignArn = `${OWN}:instance/${foreign}`;
    const stop = (...InstanceIds: string[]) => ec2.send(new StopInstancesCommand({ InstanceIds }));
    await stop(own);
    await denied(stop(foreign), 'ec2:StopInstances', foreignArn);
    await denied(stop(own, foreign), 'ec2:StopInstances', foreignArn);
    const modify = (InstanceId: string) =>
      ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, EnaSupport: { Value: true } }));
    await modify(own);
    await denied(modify(foreign), 'ec2:ModifyInstanceAttribute', foreignArn);
    const terminate = (...InstanceIds: string[]) => ec2.send(new TerminateInstancesCommand({ InstanceIds }));
    await denied(terminate(foreign), 'ec2:TerminateInstances', foreignArn);
    await terminate(own);
  });

  it('is described by those who may describe everything', async () => {
    const ec2 = await as([allow('ec2:DescribeImages', '*', { StringEquals: { 'ec2:Region': REGION } })]);
    await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
    await denied(ec2.send(new DescribeInstancesCommand({})), 'ec2:DescribeInstances', '*');
    const narrow = await as([allow('ec2:DescribeImages', `${PUBLIC}:image/*`)]);
    await denied(narrow.send(new DescribeImagesCommand({ Owners: ['self'] })), 'ec2:DescribeImages', '*');
  });
});

describe('an image', () => {
  const createGrants = () => ({
    instance: allow('ec2:CreateImage', `${OWN}:instance/*`, tagged),
    made: allow('ec2:CreateImage', [`${PUBLIC}:image/*`, `${PUBLIC}:snapshot/*`], requested),
    tags: allow('ec2:CreateTags', [`${PUBLIC}:image/*`, `${PUBLIC}:snapshot/*`], {
      StringEquals: { 'ec2:CreateAction': 'CreateImage', 'aws:RequestTag/bake': 'fleet' },
    }),
  });

  let images = 0;
  const bake = async (
    ec2: EC2Client,
    InstanceId: string,
    TagSpecifications = tagsFor('image', 'snapshot'),
  ) => {
    const Name = `golden-${++images}`;
    return (await ec2.send(new CreateImageCommand({ InstanceId, Name, TagSpecifications }))).ImageId ?? '';
  };

  const snapshotOf = async (ImageId: string) => {
    const { Images } = await harness.admin.send(new DescribeImagesCommand({ ImageIds: [ImageId] }));
    return Images?.[0]?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? '';
  };

  it('is created of a tagged instance, with tags', async () => {
    const [own, foreign] = [await launched(), await launched({ TagSpecifications: undefined })];
    const { instance, made, tags } = createGrants();
    const ec2 = await as([instance, made, tags]);
    await bake(ec2, own);
    await denied(bake(ec2, foreign), 'ec2:CreateImage', `${OWN}:instance/${foreign}`);
    await denied(bake(ec2, own, tagsFor('snapshot')), 'ec2:CreateImage', `${PUBLIC}:image/*`);
    await denied(bake(ec2, own, tagsFor('image')), 'ec2:CreateImage', `${PUBLIC}:snapshot/*`);
    await denied(bake(await as([instance, made]), own), 'ec2:CreateTags', `${PUBLIC}:image/*`);
  });

  it('is tagged afterwards by those who may tag it so', async () => {
    const ImageId = await bake(harness.admin, await launched(), []);
    const resources = [ImageId, await snapshotOf(ImageId)];
    const tag = (ec2: EC2Client, Value: string) =>
      ec2.send(new CreateTagsCommand({ Resources: resources, Tags: [{ Key: 'bake', Value }] }));
    const targets = [`${PUBLIC}:image/*`, `${PUBLIC}:snapshot/*`];
    const owner = { StringEquals: { ...requested.StringEquals, 'ec2:Owner': ACCOUNT } };
    const ec2 = await as([allow('ec2:CreateTags', targets, owner)]);
    await denied(tag(ec2, 'other'), 'ec2:CreateTags', `${PUBLIC}:image/${ImageId}`);
    await tag(ec2, 'fleet');
    const atCreation = { StringEquals: { 'ec2:CreateAction': 'CreateImage' } };
    const other = await as([allow('ec2:CreateTags', targets, atCreation)]);
    await denied(tag(other, 'fleet'), 'ec2:CreateTags', `${PUBLIC}:image/${ImageId}`);
  });

  it('and its snapshot are changed and removed by those who may change what has their tags', async () => {
    const instance = await launched();
    const [own, foreign] = [await bake(harness.admin, instance), await bake(harness.admin, instance, [])];
    const actions = ['ModifyImageAttribute', 'EnableImageDeprecation', 'DeregisterImage'].map(
      (name) => `ec2:${name}`,
    );
    const snapshotActions = ['ec2:ModifySnapshotAttribute', 'ec2:DeleteSnapshot'];
    const ec2 = await as([
      allow(actions, `${PUBLIC}:image/*`, tagged),
      allow(snapshotActions, `${PUBLIC}:snapshot/*`, tagged),
    ]);
    const foreignArn = `${PUBLIC}:image/${foreign}`;
    const rename = (ImageId: string) =>
      ec2.send(new ModifyImageAttributeCommand({ ImageId, Description: { Value: 'x' } }));
    await rename(own);
    await denied(rename(foreign), 'ec2:ModifyImageAttribute', foreignArn);
    const DeprecateAt = new Date(harness.local.clock.now().getTime() + 86_400_000);
    await ec2.send(new EnableImageDeprecationCommand({ ImageId: own, DeprecateAt }));
    const [SnapshotId, foreignSnapshot] = [await snapshotOf(own), await snapshotOf(foreign)];
    const deregister = (ImageId: string) => ec2.send(new DeregisterImageCommand({ ImageId }));
    await deregister(own);
    await denied(deregister(foreign), 'ec2:DeregisterImage', foreignArn);
    const remove = (id: string) => ec2.send(new DeleteSnapshotCommand({ SnapshotId: id }));
    await denied(remove(foreignSnapshot), 'ec2:DeleteSnapshot', `${PUBLIC}:snapshot/${foreignSnapshot}`);
    await remove(SnapshotId);
    await denied(remove(SnapshotId), 'ec2:DeleteSnapshot', `${PUBLIC}:snapshot/${SnapshotId}`);
  });

  it('is shared only with whom the policy names', async () => {
    const SnapshotId = await snapshotOf(await bake(harness.admin, await launched()));
    const ec2 = await as([
      allow('ec2:ModifySnapshotAttribute', `${PUBLIC}:snapshot/*`, {
        StringEquals: { 'ec2:Add/userId': OTHER_ACCOUNT },
      }),
    ]);
    const share = (UserId: string) =>
      ec2.send(
        new ModifySnapshotAttributeCommand({ SnapshotId, CreateVolumePermission: { Add: [{ UserId }] } }),
      );
    await share(OTHER_ACCOUNT);
    await denied(share('333333333333'), 'ec2:ModifySnapshotAttribute', `${PUBLIC}:snapshot/${SnapshotId}`);
  });

  it('is copied of the account’s own images', async () => {
    const SourceImageId = await bake(harness.admin, await launched());
    harness.local.clock.advance(60_000);
    const copy = (ec2: EC2Client, id: string) =>
      ec2.send(
        new CopyImageCommand({
          ...{ SourceImageId: id, SourceRegion: REGION, Name: `copy-${++images}`, Encrypted: true },
        }),
      );
    const ec2 = await as([
      allow('ec2:CopyImage', `${PUBLIC}:image/*`, { StringEquals: { 'ec2:Owner': ACCOUNT } }),
      allow('ec2:CopyImage', `${PUBLIC}:snapshot/*`),
    ]);
    await copy(ec2, SourceImageId);
    await denied(
      copy(ec2, harness.launching.image),
      'ec2:CopyImage',
      `${PUBLIC}:image/${harness.launching.image}`,
    );
  });
});

describe('what a bake makes beside an instance', () => {
  it('are a key pair and a security group, tagged at creation, and removed by their tags', async () => {
    const keys = allow('ec2:CreateKeyPair', `${OWN}:key-pair/packer_*`, requested);
    const groups = allow('ec2:CreateSecurityGroup', `${OWN}:security-group/*`, requested);
    const vpc = allow('ec2:CreateSecurityGroup', `${OWN}:vpc/${harness.launching.vpc}`);
    const tags = allow('ec2:CreateTags', [`${OWN}:key-pair/*`, `${OWN}:security-group/*`], {
      StringEquals: { 'ec2:CreateAction': ['CreateKeyPair', 'CreateSecurityGroup'] },
    });
    const remove = allow(
      ['ec2:DeleteKeyPair', 'ec2:DeleteSecurityGroup', 'ec2:AuthorizeSecurityGroupIngress'],
      [`${OWN}:key-pair/*`, `${OWN}:security-group/*`],
      tagged,
    );
    const ec2 = await as([keys, groups, vpc, tags, remove]);
    const keyPair = (client: EC2Client, KeyName: string) =>
      client.send(new CreateKeyPairCommand({ KeyName, TagSpecifications: tagsFor('key-pair') }));
    await keyPair(ec2, 'packer_1');
    await denied(keyPair(ec2, 'own'), 'ec2:CreateKeyPair', `${OWN}:key-pair/own`);
    await denied(keyPair(await as([keys]), 'packer_2'), 'ec2:CreateTags', `${OWN}:key-pair/packer_2`);

    const group = (client: EC2Client, GroupName: string) =>
      client.send(
        new CreateSecurityGroupCommand({
          ...{ GroupName, Description: 'Temporary group for Packer', VpcId: harness.launching.vpc },
          TagSpecifications: tagsFor('security-group'),
        }),
      );
    const { GroupId } = await group(ec2, 'packer_1');
    await denied(
      group(await as([groups, tags]), 'packer_2'),
      'ec2:CreateSecurityGroup',
      `${OWN}:vpc/${harness.launching.vpc}`,
    );
    const ingress = { GroupId, IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(ingress));
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    await denied(
      ec2.send(new DeleteSecurityGroupCommand({ GroupId: harness.launching.group })),
      'ec2:DeleteSecurityGroup',
      `${OWN}:security-group/${harness.launching.group}`,
    );
    await ec2.send(new DeleteKeyPairCommand({ KeyName: 'packer_1' }));
    await harness.admin.send(new CreateKeyPairCommand({ KeyName: 'foreign' }));
    await denied(
      ec2.send(new DeleteKeyPairCommand({ KeyName: 'foreign' })),
      'ec2:DeleteKeyPair',
      `${OWN}:key-pair/foreign`,
    );
  });
});

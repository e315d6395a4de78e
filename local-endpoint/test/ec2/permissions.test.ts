import {
  AuthorizeSecurityGroupIngressCommand,
  CopyImageCommand,
  CreateImageCommand,
  CreateKeyPairCommand,
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteKeyPairCommand,
  DeleteLaunchTemplateVersionsCommand,
  DeleteSecurityGroupCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
  EnableImageDeprecationCommand,
  ModifyImageAttributeCommand,
  ModifyInstanceAttributeCommand,
  ModifySnapshotAttributeCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ec2 as ec2Service } from '../../services/ec2/service';
import { ACCOUNT, OTHER_ACCOUNT, REGION, startTestEndpoint, type TestEndpoint } from '../../testing';
import { allow, rolesOf } from '../iam/support/roles';
import { createProfile, type Launching, prepareLaunching } from './support/launching';

jest.setTimeout(120_000);

const OWN = `arn:aws:ec2:${REGION}:${ACCOUNT}`;
const PUBLIC = `arn:aws:ec2:${REGION}:`;

let local: TestEndpoint;
let admin: EC2Client;
let launching: Launching;
let profile: string;

const { role, assumed } = rolesOf(() => local);

/** A client with the credentials of a new role that has these statements. */
async function as(statements: object[]): Promise<EC2Client> {
  const numbered = statements.map((statement, index) => ({ ...statement, Sid: `Statement${index}` }));
  return new EC2Client({ ...(await assumed(await role(numbered))), maxAttempts: 1 });
}

beforeAll(async () => {
  local = await startTestEndpoint({ services: [ec2Service], roles: 'enforced' });
  admin = new EC2Client(local.client());
  launching = await prepareLaunching(admin);
  profile = await createProfile(local, 'bake');
});

afterAll(() => local.close());

const TAGS = [{ Key: 'bake', Value: 'fleet' }];
const tagsFor = (
  ...types: ('instance' | 'volume' | 'image' | 'snapshot' | 'key-pair' | 'security-group')[]
) => types.map((ResourceType) => ({ ResourceType, Tags: TAGS }));

const requested = { StringEquals: { 'aws:RequestTag/bake': 'fleet' } };
const tagged = { StringEquals: { 'aws:ResourceTag/bake': 'fleet' } };

const denied = (call: Promise<unknown>, action: string, resource: string) =>
  expect(call).rejects.toMatchObject({
    name: 'UnauthorizedOperation',
    message: expect.stringContaining(
      `is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows`,
    ) as unknown,
  });

/** What a launch of a bake needs, each part with the condition that can be put on it. */
const launchGrants = () => ({
  instance: allow('ec2:RunInstances', `${OWN}:instance/*`, {
    StringEquals: {
      'aws:RequestTag/bake': 'fleet',
      'ec2:InstanceType': 't3.small',
      'ec2:MetadataHttpTokens': 'required',
    },
    ArnEquals: { 'ec2:InstanceProfile': profile },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['bake'] },
  }),
  volume: allow('ec2:RunInstances', `${OWN}:volume/*`, { ...requested, Bool: { 'ec2:Encrypted': 'true' } }),
  image: allow('ec2:RunInstances', `${PUBLIC}:image/*`, { StringEquals: { 'ec2:Owner': 'amazon' } }),
  network: allow('ec2:RunInstances', [`${OWN}:network-interface/*`, `${OWN}:subnet/*`], {
    ArnEquals: { 'ec2:Vpc': `${OWN}:vpc/${launching.vpc}` },
  }),
  group: allow('ec2:RunInstances', `${OWN}:security-group/${launching.group}`),
  pass: allow('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/bake`, {
    StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
  }),
  tags: allow('ec2:CreateTags', [`${OWN}:instance/*`, `${OWN}:volume/*`], {
    StringEquals: { 'ec2:CreateAction': 'RunInstances', 'aws:RequestTag/bake': 'fleet' },
  }),
});

type LaunchGrants = ReturnType<typeof launchGrants>;

const launch = (): RunInstancesCommandInput => ({
  MinCount: 1,
  MaxCount: 1,
  ImageId: launching.image,
  InstanceType: 't3.small',
  SubnetId: launching.subnet,
  SecurityGroupIds: [launching.group],
  IamInstanceProfile: { Name: 'bake' },
  MetadataOptions: { HttpTokens: 'required' },
  BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 8, Encrypted: true } }],
  TagSpecifications: tagsFor('instance', 'volume'),
});

const run = (ec2: EC2Client, input: Partial<RunInstancesCommandInput> = {}) =>
  ec2.send(new RunInstancesCommand({ ...launch(), ...input }));

async function launched(
  ec2: EC2Client = admin,
  input: Partial<RunInstancesCommandInput> = {},
): Promise<string> {
  return (await run(ec2, input)).Instances?.[0]?.InstanceId ?? '';
}

describe('a launch', () => {
  it('is allowed by a grant for each part, and a dry run reports that', async () => {
    const ec2 = await as(Object.values(launchGrants()));
    await run(ec2);
    await expect(run(ec2, { DryRun: true })).rejects.toMatchObject({ name: 'DryRunOperation' });
    const none = await as([allow('ec2:DescribeInstances')]);
    await expect(run(none, { DryRun: true })).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  });

  it.each<{ part: keyof LaunchGrants; action: string; resource: () => string }>([
    { part: 'instance', action: 'ec2:RunInstances', resource: () => `${OWN}:instance/*` },
    { part: 'volume', action: 'ec2:RunInstances', resource: () => `${OWN}:volume/*` },
    { part: 'image', action: 'ec2:RunInstances', resource: () => `${PUBLIC}:image/${launching.image}` },
    { part: 'network', action: 'ec2:RunInstances', resource: () => `${OWN}:network-interface/*` },
    {
      part: 'group',
      action: 'ec2:RunInstances',
      resource: () => `${OWN}:security-group/${launching.group}`,
    },
    { part: 'pass', action: 'iam:PassRole', resource: () => `arn:aws:iam::${ACCOUNT}:role/bake` },
    { part: 'tags', action: 'ec2:CreateTags', resource: () => `${OWN}:instance/*` },
  ])('without the grant for $part is refused', async ({ part, action, resource }) => {
    const others = Object.entries(launchGrants()).filter(([name]) => name !== part);
    await denied(run(await as(others.map(([, statement]) => statement))), action, resource());
  });

  it.each<{ title: string; input: () => Partial<RunInstancesCommandInput>; resource: () => string }>([
    {
      title: 'another type',
      input: () => ({ InstanceType: 't3.large' }),
      resource: () => `${OWN}:instance/*`,
    },
    {
      title: 'another profile',
      input: () => ({ IamInstanceProfile: undefined }),
      resource: () => `${OWN}:instance/*`,
    },
    {
      title: 'tokens that are optional',
      input: () => ({ MetadataOptions: { HttpTokens: 'optional' } }),
      resource: () => `${OWN}:instance/*`,
    },
    {
      title: 'no tags of the instance',
      input: () => ({ TagSpecifications: tagsFor('volume') }),
      resource: () => `${OWN}:instance/*`,
    },
    {
      title: 'a further tag of the instance',
      input: () => ({
        TagSpecifications: [
          { ResourceType: 'instance', Tags: [...TAGS, { Key: 'owner', Value: 'me' }] },
          ...tagsFor('volume'),
        ],
      }),
      resource: () => `${OWN}:instance/*`,
    },
    {
      title: 'no tags of the volume',
      input: () => ({ TagSpecifications: tagsFor('instance') }),
      resource: () => `${OWN}:volume/*`,
    },
    {
      title: 'a disk that is not encrypted',
      input: () => ({ BlockDeviceMappings: undefined }),
      resource: () => `${OWN}:volume/*`,
    },
  ])('with $title is refused by the condition', async ({ input, resource }) => {
    await denied(run(await as(Object.values(launchGrants())), input()), 'ec2:RunInstances', resource());
  });

  it('is asked for each resource with the keys of its own type only', async () => {
    const all = { StringEquals: { 'aws:RequestTag/bake': 'fleet', 'ec2:InstanceType': 't3.small' } };
    const ec2 = await as([allow('ec2:RunInstances', '*', all), launchGrants().pass, launchGrants().tags]);
    await denied(run(ec2), 'ec2:RunInstances', `${PUBLIC}:image/${launching.image}`);
  });

  it('with a customer’s key needs the key', async () => {
    const kms = new KMSClient(local.client());
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const [KmsKeyId, key] = [KeyMetadata?.KeyId ?? '', KeyMetadata?.Arn ?? ''];
    const mappings = [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 8, Encrypted: true, KmsKeyId } }];
    const without = await as(Object.values(launchGrants()));
    await denied(run(without, { BlockDeviceMappings: mappings }), 'kms:CreateGrant', key);
    const use = allow(['kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext'], key, {
      StringEquals: { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` },
    });
    const grant = allow('kms:CreateGrant', key, { Bool: { 'kms:GrantIsForAWSResource': 'true' } });
    await run(await as([...Object.values(launchGrants()), use, grant]), { BlockDeviceMappings: mappings });
  });
});

describe('a launch by template', () => {
  let id: string;

  beforeAll(async () => {
    const { LaunchTemplate } = await admin.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'bake',
        LaunchTemplateData: {
          ImageId: launching.image,
          InstanceType: 't3.small',
          SecurityGroupIds: [launching.group],
          IamInstanceProfile: { Name: 'bake' },
          MetadataOptions: { HttpTokens: 'required' },
          BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 8, Encrypted: true } }],
          TagSpecifications: tagsFor('instance', 'volume'),
        },
        TagSpecifications: [{ ResourceType: 'launch-template', Tags: TAGS }],
      }),
    );
    id = LaunchTemplate?.LaunchTemplateId ?? '';
  });

  const byTemplate = (ec2: EC2Client, input: Partial<RunInstancesCommandInput> = {}) =>
    ec2.send(
      new RunInstancesCommand({
        ...{ MinCount: 1, MaxCount: 1, SubnetId: launching.subnet, LaunchTemplate: { LaunchTemplateId: id } },
        ...input,
      }),
    );

  it('needs what the template says, the role to pass and the tags too', async () => {
    const { pass, tags, ...others } = launchGrants();
    const template = allow('ec2:RunInstances', `${OWN}:launch-template/*`, tagged);
    await byTemplate(await as([...Object.values(others), pass, tags, template]));
    await denied(
      byTemplate(await as([...Object.values(others), pass, tags])),
      'ec2:RunInstances',
      `${OWN}:launch-template/${id}`,
    );
    await denied(
      byTemplate(await as([...Object.values(others), tags, template])),
      'iam:PassRole',
      `arn:aws:iam::${ACCOUNT}:role/bake`,
    );
    await denied(
      byTemplate(await as([...Object.values(others), pass, template])),
      'ec2:CreateTags',
      `${OWN}:instance/*`,
    );
  });

  it('may be allowed by the template alone, as long as the request does not replace what it says', async () => {
    const { pass, tags } = launchGrants();
    const byTemplateAlone = allow('ec2:RunInstances', '*', {
      ArnLike: { 'ec2:LaunchTemplate': `${OWN}:launch-template/*` },
      Bool: { 'ec2:IsLaunchTemplateResource': 'true' },
    });
    const subnet = allow('ec2:RunInstances', `${OWN}:subnet/*`);
    const ec2 = await as([pass, tags, byTemplateAlone, subnet]);
    await byTemplate(ec2);
    await denied(byTemplate(ec2, { InstanceType: 't3.large' }), 'ec2:RunInstances', `${OWN}:instance/*`);
  });

  it('template calls need the template’s own tags', async () => {
    const actions = ['ec2:CreateLaunchTemplateVersion', 'ec2:DeleteLaunchTemplateVersions'];
    const ec2 = await as([allow(actions, `${OWN}:launch-template/*`, tagged)]);
    const version = (LaunchTemplateName: string) =>
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateName,
        LaunchTemplateData: { ImageId: 'ami-1' },
      });
    await ec2.send(version('bake'));
    await ec2.send(new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: ['2'] }));
    const { LaunchTemplate } = await admin.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'foreign',
        LaunchTemplateData: { ImageId: 'ami-1' },
      }),
    );
    const foreign = `${OWN}:launch-template/${LaunchTemplate?.LaunchTemplateId}`;
    await denied(ec2.send(version('foreign')), 'ec2:CreateLaunchTemplateVersion', foreign);
  });
});

describe('what exists', () => {
  const grants = (...actions: string[]) =>
    allow(
      actions.map((action) => `ec2:${action}`),
      `${OWN}:instance/*`,
      tagged,
    );

  it('is changed by those who may change what has its tags', async () => {
    const own = await launched();
    const foreign = await launched(admin, { TagSpecifications: undefined });
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
    const { Images } = await admin.send(new DescribeImagesCommand({ ImageIds: [ImageId] }));
    return Images?.[0]?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? '';
  };

  it('is created of a tagged instance, with tags', async () => {
    const [own, foreign] = [await launched(), await launched(admin, { TagSpecifications: undefined })];
    const { instance, made, tags } = createGrants();
    const ec2 = await as([instance, made, tags]);
    await bake(ec2, own);
    await denied(bake(ec2, foreign), 'ec2:CreateImage', `${OWN}:instance/${foreign}`);
    await denied(bake(ec2, own, tagsFor('snapshot')), 'ec2:CreateImage', `${PUBLIC}:image/*`);
    await denied(bake(ec2, own, tagsFor('image')), 'ec2:CreateImage', `${PUBLIC}:snapshot/*`);
    await denied(bake(await as([instance, made]), own), 'ec2:CreateTags', `${PUBLIC}:image/*`);
  });

  it('is tagged afterwards by those who may tag it so', async () => {
    const ImageId = await bake(admin, await launched(), []);
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
    const [own, foreign] = [await bake(admin, instance), await bake(admin, instance, [])];
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
    const DeprecateAt = new Date(local.clock.now().getTime() + 86_400_000);
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
    const SnapshotId = await snapshotOf(await bake(admin, await launched()));
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
    const SourceImageId = await bake(admin, await launched());
    local.clock.advance(60_000);
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
    await denied(copy(ec2, launching.image), 'ec2:CopyImage', `${PUBLIC}:image/${launching.image}`);
  });
});

describe('what a bake makes beside an instance', () => {
  it('are a key pair and a security group, tagged at creation, and removed by their tags', async () => {
    const keys = allow('ec2:CreateKeyPair', `${OWN}:key-pair/packer_*`, requested);
    const groups = allow('ec2:CreateSecurityGroup', `${OWN}:security-group/*`, requested);
    const vpc = allow('ec2:CreateSecurityGroup', `${OWN}:vpc/${launching.vpc}`);
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
          ...{ GroupName, Description: 'Temporary group for Packer', VpcId: launching.vpc },
          TagSpecifications: tagsFor('security-group'),
        }),
      );
    const { GroupId } = await group(ec2, 'packer_1');
    await denied(
      group(await as([groups, tags]), 'packer_2'),
      'ec2:CreateSecurityGroup',
      `${OWN}:vpc/${launching.vpc}`,
    );
    const ingress = { GroupId, IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(ingress));
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    await denied(
      ec2.send(new DeleteSecurityGroupCommand({ GroupId: launching.group })),
      'ec2:DeleteSecurityGroup',
      `${OWN}:security-group/${launching.group}`,
    );
    await ec2.send(new DeleteKeyPairCommand({ KeyName: 'packer_1' }));
    await admin.send(new CreateKeyPairCommand({ KeyName: 'foreign' }));
    await denied(
      ec2.send(new DeleteKeyPairCommand({ KeyName: 'foreign' })),
      'ec2:DeleteKeyPair',
      `${OWN}:key-pair/foreign`,
    );
  });
});

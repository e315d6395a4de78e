import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateVersionsCommand,
  type EC2Client,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ACCOUNT, REGION } from '../../testing';
import { allow } from '../iam/support/roles';
import {
  denied,
  OWN,
  permissionsHarness,
  PUBLIC,
  requested,
  tagged,
  TAGS,
  tagsFor,
} from './support/permissions-harness';

jest.setTimeout(120_000);

const harness = permissionsHarness();
const { as, run } = harness;

/** What a launch of a bake needs, each part with the condition that can be put on it. */
const launchGrants = () => ({
  instance: allow('ec2:RunInstances', `${OWN}:instance/*`, {
    StringEquals: {
      'aws:RequestTag/bake': 'fleet',
      'ec2:InstanceType': 't3.small',
      'ec2:MetadataHttpTokens': 'required',
    },
    ArnEquals: { 'ec2:InstanceProfile': harness.profile },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['bake'] },
  }),
  volume: allow('ec2:RunInstances', `${OWN}:volume/*`, { ...requested, Bool: { 'ec2:Encrypted': 'true' } }),
  image: allow('ec2:RunInstances', `${PUBLIC}:image/*`, { StringEquals: { 'ec2:Owner': 'amazon' } }),
  network: allow('ec2:RunInstances', [`${OWN}:network-interface/*`, `${OWN}:subnet/*`], {
    ArnEquals: { 'ec2:Vpc': `${OWN}:vpc/${harness.launching.vpc}` },
  }),
  group: allow('ec2:RunInstances', `${OWN}:security-group/${harness.launching.group}`),
  pass: allow('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/bake`, {
    StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
  }),
  tags: allow('ec2:CreateTags', [`${OWN}:instance/*`, `${OWN}:volume/*`], {
    StringEquals: { 'ec2:CreateAction': 'RunInstances', 'aws:RequestTag/bake': 'fleet' },
  }),
});

type LaunchGrants = ReturnType<typeof launchGrants>;

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
    {
      part: 'image',
      action: 'ec2:RunInstances',
      resource: () => `${PUBLIC}:image/${harness.launching.image}`,
    },
    { part: 'network', action: 'ec2:RunInstances', resource: () => `${OWN}:network-interface/*` },
    {
      part: 'group',
      action: 'ec2:RunInstances',
      resource: () => `${OWN}:security-group/${harness.launching.group}`,
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
    await denied(run(ec2), 'ec2:RunInstances', `${PUBLIC}:image/${harness.launching.image}`);
  });

  it('with a customer’s key needs the key', async () => {
    const kms = new KMSClient(harness.local.client());
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
    const { LaunchTemplate } = await harness.admin.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'bake',
        LaunchTemplateData: {
          ImageId: harness.launching.image,
          InstanceType: 't3.small',
          SecurityGroupIds: [harness.launching.group],
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
        ...{
          MinCount: 1,
          MaxCount: 1,
          SubnetId: harness.launching.subnet,
          LaunchTemplate: { LaunchTemplateId: id },
        },
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
    const { LaunchTemplate } = await harness.admin.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'foreign',
        LaunchTemplateData: { ImageId: 'ami-1' },
      }),
    );
    const foreign = `${OWN}:launch-template/${LaunchTemplate?.LaunchTemplateId}`;
    await denied(ec2.send(version('foreign')), 'ec2:CreateLaunchTemplateVersion', foreign);
  });
});

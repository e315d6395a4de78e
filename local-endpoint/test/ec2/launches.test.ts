import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  type Instance,
  type RunInstancesCommandInput,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ec2Harness, idsOf } from './support/ec2-harness';
import { failsWith } from './support/fails-with';
import { createProfile } from './support/launching';

const harness = ec2Harness();
const { find, run, simple } = harness;

let profile: string;

beforeAll(async () => {
  profile = await createProfile(harness.local, 'web');
});

const described = async (instances: readonly Instance[]) =>
  (await find({ InstanceIds: idsOf(instances) }))[0] ?? {};

describe('instances of a launch template', () => {
  let id: string;

  beforeAll(async () => {
    const { LaunchTemplate } = await harness.ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'fleet',
        LaunchTemplateData: {
          ImageId: harness.launching.image,
          InstanceType: 't3.small',
          IamInstanceProfile: { Name: 'web' },
          SecurityGroupIds: [harness.launching.group],
          UserData: Buffer.from('#!/bin/sh').toString('base64'),
          MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
          Monitoring: { Enabled: true },
          BlockDeviceMappings: [
            { DeviceName: '/dev/sda1', Ebs: { VolumeSize: 20, VolumeType: 'gp3', Encrypted: true } },
            { DeviceName: '/dev/sdb', Ebs: { VolumeSize: 5, DeleteOnTermination: false } },
          ],
          TagSpecifications: [
            {
              ResourceType: 'instance',
              Tags: [
                { Key: 'Name', Value: 'fleet' },
                { Key: 'a', Value: '1' },
              ],
            },
            { ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'disk' }] },
          ],
        },
      }),
    );
    id = LaunchTemplate?.LaunchTemplateId ?? '';
  });

  it('have all that the template says', async () => {
    const instances = await run(
      { LaunchTemplate: { LaunchTemplateId: id }, SubnetId: harness.launching.subnet },
      2,
    );
    expect(instances.map(({ State, AmiLaunchIndex }) => [State?.Name, AmiLaunchIndex])).toEqual([
      ['pending', 0],
      ['pending', 1],
    ]);
    const all = await find({ InstanceIds: idsOf(instances) });
    expect(all).toHaveLength(2);
    for (const instance of all)
      expect(instance).toMatchObject({
        State: { Code: 16, Name: 'running' },
        ImageId: harness.launching.image,
        InstanceType: 't3.small',
        IamInstanceProfile: { Arn: profile },
        SecurityGroups: [{ GroupId: harness.launching.group, GroupName: 'web' }],
        SubnetId: harness.launching.subnet,
        VpcId: harness.launching.vpc,
        LaunchTime: harness.local.clock.now(),
        MetadataOptions: { HttpTokens: 'required', State: 'applied' },
        Monitoring: { State: 'enabled' },
        NetworkInterfaces: [
          { SubnetId: harness.launching.subnet, PrivateIpAddress: instance.PrivateIpAddress },
        ],
        Tags: expect.arrayContaining([
          { Key: 'Name', Value: 'fleet' },
          { Key: 'aws:ec2launchtemplate:id', Value: id },
          { Key: 'aws:ec2launchtemplate:version', Value: '1' },
        ]) as unknown,
      });
    expect(new Set(all.map(({ PrivateIpAddress }) => PrivateIpAddress)).size).toBe(2);
  });

  it('have what the request says instead, tags merged by key', async () => {
    const instances = await run({
      LaunchTemplate: { LaunchTemplateName: 'fleet', Version: '1' },
      InstanceType: 'm5.large',
      MetadataOptions: { HttpTokens: 'optional' },
      TagSpecifications: [
        {
          ResourceType: 'instance',
          Tags: [
            { Key: 'a', Value: '2' },
            { Key: 'b', Value: '3' },
          ],
        },
      ],
    });
    const instance = await described(instances);
    expect(instance).toMatchObject({ InstanceType: 'm5.large', MetadataOptions: { HttpTokens: 'optional' } });
    expect(instance.Tags).toEqual(
      expect.arrayContaining([
        { Key: 'Name', Value: 'fleet' },
        { Key: 'a', Value: '2' },
        { Key: 'b', Value: '3' },
      ]),
    );
  });

  it('are of the version that the request names', async () => {
    await harness.ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: id,
        LaunchTemplateData: { ImageId: harness.launching.armImage, InstanceType: 't4g.small' },
      }),
    );
    const of = async (Version?: string) =>
      described(await run({ LaunchTemplate: { LaunchTemplateId: id, Version } }));
    expect(await of('2')).toMatchObject({ ImageId: harness.launching.armImage, Architecture: 'arm64' });
    expect(await of('$Latest')).toMatchObject({ InstanceType: 't4g.small' });
    expect((await of('$Latest')).Tags).toContainEqual({ Key: 'aws:ec2launchtemplate:version', Value: '2' });
    expect(await of()).toMatchObject({ InstanceType: 't3.small' });
    await failsWith(
      'InvalidLaunchTemplateId.VersionNotFound',
      run({ LaunchTemplate: { LaunchTemplateId: id, Version: '3' } }),
    );
  });

  it('are refused where the template does not exist', async () => {
    const missing = (LaunchTemplate: object) => run({ LaunchTemplate });
    await failsWith('InvalidLaunchTemplateId.NotFound', missing({ LaunchTemplateId: 'lt-0' }));
    await failsWith('InvalidLaunchTemplateName.NotFoundException', missing({ LaunchTemplateName: 'no' }));
  });
});

describe('a launch', () => {
  it('of 500 instances is one call, and so is describing them', async () => {
    const began = Date.now();
    const instances = await run(simple(), 500);
    const all = await find({ InstanceIds: idsOf(instances) });
    expect(all).toHaveLength(500);
    expect(new Set(all.map(({ PrivateIpAddress }) => PrivateIpAddress)).size).toBe(500);
    await harness.ec2.send(new TerminateInstancesCommand({ InstanceIds: idsOf(instances) }));
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  it('happens once where the call is repeated with its token', async () => {
    const first = await run({ ...simple(), ClientToken: 'once' });
    const again = await run({ ...simple(), ClientToken: 'once' });
    expect(idsOf(again)).toEqual(idsOf(first));
    expect(await find({ Filters: [{ Name: 'client-token', Values: ['once'] }] })).toHaveLength(1);
  });

  it.each<{ title: string; code: string; input: () => Partial<RunInstancesCommandInput> }>([
    {
      title: 'an image that does not exist',
      code: 'InvalidAMIID.NotFound',
      input: () => ({ ImageId: 'ami-0123456789abcdef0' }),
    },
    { title: 'a malformed image', code: 'InvalidAMIID.Malformed', input: () => ({ ImageId: 'image' }) },
    { title: 'no image', code: 'MissingParameter', input: () => ({ ImageId: undefined }) },
    {
      title: 'a type of another architecture',
      code: 'InvalidParameterValue',
      input: () => ({ InstanceType: 't4g.small' }),
    },
    {
      title: 'a subnet that does not exist',
      code: 'InvalidSubnetID.NotFound',
      input: () => ({ SubnetId: 'subnet-0123456789abcdef0' }),
    },
    {
      title: 'a security group that does not exist',
      code: 'InvalidGroup.NotFound',
      input: () => ({ SecurityGroupIds: ['sg-0123456789abcdef0'] }),
    },
    {
      title: 'a profile that does not exist',
      code: 'InvalidParameterValue',
      input: () => ({ IamInstanceProfile: { Name: 'missing' } }),
    },
    {
      title: 'a key pair that does not exist',
      code: 'InvalidKeyPair.NotFound',
      input: () => ({ KeyName: 'missing' }),
    },
    {
      title: 'a key that does not exist',
      code: 'InvalidParameterValue',
      input: () => ({
        BlockDeviceMappings: [
          { DeviceName: '/dev/sda1', Ebs: { Encrypted: true, KmsKeyId: 'alias/missing' } },
        ],
      }),
    },
    {
      title: 'too much user data',
      code: 'InvalidParameterValue',
      input: () => ({ UserData: Buffer.alloc(16_385).toString('base64') }),
    },
    {
      title: 'tags of what it does not create',
      code: 'InvalidParameterValue',
      input: () => ({
        TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'a', Value: 'b' }] }],
      }),
    },
  ])('with $title is refused, and launches nothing', async ({ code, input }) => {
    const before = (await find({})).length;
    await failsWith(code, run({ ...simple(), ...input() }));
    expect(await find({})).toHaveLength(before);
  });
});

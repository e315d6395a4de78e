import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateTagsCommand,
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeInstanceStatusCommand,
  DescribeTagsCommand,
  EC2Client,
  type Instance,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ec2 as ec2Service } from '../../services/ec2/service';
import { startTestEndpoint, type TestEndpoint } from '../../testing';
import { createProfile, type Launching, prepareLaunching } from './support/launching';

let local: TestEndpoint;
let ec2: EC2Client;
let launching: Launching;
let profile: string;

beforeAll(async () => {
  local = await startTestEndpoint({ services: [ec2Service] });
  ec2 = new EC2Client(local.client());
  launching = await prepareLaunching(ec2);
  profile = await createProfile(local, 'web');
});

afterAll(() => local.close());

async function run(input: Partial<RunInstancesCommandInput>, count = 1): Promise<Instance[]> {
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({ MinCount: count, MaxCount: count, ...input }),
  );
  return Instances;
}

const simple = () => ({ ImageId: launching.image, InstanceType: 't3.small' as const });

async function find(input: DescribeInstancesCommandInput): Promise<Instance[]> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand(input));
  return Reservations.flatMap(({ Instances = [] }) => Instances);
}

const idsOf = (instances: readonly Instance[]) => instances.map(({ InstanceId = '' }) => InstanceId);

const described = async (instances: readonly Instance[]) =>
  (await find({ InstanceIds: idsOf(instances) }))[0] ?? {};

const failsWith = (code: string, call: Promise<unknown>) =>
  expect(call).rejects.toMatchObject({ name: code });

describe('instances of a launch template', () => {
  let id: string;

  beforeAll(async () => {
    const { LaunchTemplate } = await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'fleet',
        LaunchTemplateData: {
          ImageId: launching.image,
          InstanceType: 't3.small',
          IamInstanceProfile: { Name: 'web' },
          SecurityGroupIds: [launching.group],
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
    const instances = await run({ LaunchTemplate: { LaunchTemplateId: id }, SubnetId: launching.subnet }, 2);
    expect(instances.map(({ State, AmiLaunchIndex }) => [State?.Name, AmiLaunchIndex])).toEqual([
      ['pending', 0],
      ['pending', 1],
    ]);
    const all = await find({ InstanceIds: idsOf(instances) });
    expect(all).toHaveLength(2);
    for (const instance of all)
      expect(instance).toMatchObject({
        State: { Code: 16, Name: 'running' },
        ImageId: launching.image,
        InstanceType: 't3.small',
        IamInstanceProfile: { Arn: profile },
        SecurityGroups: [{ GroupId: launching.group, GroupName: 'web' }],
        SubnetId: launching.subnet,
        VpcId: launching.vpc,
        LaunchTime: local.clock.now(),
        MetadataOptions: { HttpTokens: 'required', State: 'applied' },
        Monitoring: { State: 'enabled' },
        NetworkInterfaces: [{ SubnetId: launching.subnet, PrivateIpAddress: instance.PrivateIpAddress }],
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
    await ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: id,
        LaunchTemplateData: { ImageId: launching.armImage, InstanceType: 't4g.small' },
      }),
    );
    const of = async (Version?: string) =>
      described(await run({ LaunchTemplate: { LaunchTemplateId: id, Version } }));
    expect(await of('2')).toMatchObject({ ImageId: launching.armImage, Architecture: 'arm64' });
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
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: idsOf(instances) }));
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

describe('an instance', () => {
  it('is found by tag, state and subnet, and in pages', async () => {
    const instances = await run({ ...simple(), SubnetId: launching.subnet }, 7);
    await ec2.send(
      new CreateTagsCommand({ Resources: idsOf(instances), Tags: [{ Key: 'fleet', Value: 'seven' }] }),
    );
    const Filters = [
      { Name: 'tag:fleet', Values: ['seven'] },
      { Name: 'instance-state-name', Values: ['pending', 'running'] },
      { Name: 'subnet-id', Values: [launching.subnet] },
    ];
    const first = await ec2.send(new DescribeInstancesCommand({ Filters, MaxResults: 5 }));
    expect(first.Reservations?.[0]?.Instances).toHaveLength(5);
    const { NextToken } = first;
    const second = await ec2.send(new DescribeInstancesCommand({ Filters, MaxResults: 5, NextToken }));
    expect(second.Reservations?.[0]?.Instances).toHaveLength(2);
    expect(second.NextToken).toBeUndefined();
    const [id = ''] = idsOf(instances);
    const tags = await ec2.send(
      new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [id] }] }),
    );
    expect(tags.Tags).toEqual([{ ResourceId: id, ResourceType: 'instance', Key: 'fleet', Value: 'seven' }]);
    await failsWith('InvalidParameterValue', find({ Filters: [{ Name: 'colour', Values: ['red'] }] }));
    const many = Array.from({ length: 201 }, (_, index) => `i-${index}`);
    await failsWith('FilterLimitExceeded', find({ Filters: [{ Name: 'instance-id', Values: many }] }));
  });

  it('stops, starts and terminates, with an event for each, and is forgotten after an hour', async () => {
    const InstanceIds = idsOf(await run(simple()));
    const [id = ''] = InstanceIds;
    const stopping = await ec2.send(new StopInstancesCommand({ InstanceIds }));
    expect(stopping.StoppingInstances).toMatchObject([
      { InstanceId: id, CurrentState: { Name: 'stopping' }, PreviousState: { Name: 'running' } },
    ]);
    expect(await find({ InstanceIds })).toMatchObject([{ State: { Code: 80, Name: 'stopped' } }]);
    await ec2.send(new StartInstancesCommand({ InstanceIds }));
    const status = await ec2.send(new DescribeInstanceStatusCommand({ InstanceIds }));
    expect(status.InstanceStatuses).toMatchObject([{ InstanceStatus: { Status: 'ok' } }]);
    const { TerminatingInstances } = await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
    expect(TerminatingInstances).toMatchObject([{ CurrentState: { Code: 32, Name: 'shutting-down' } }]);
    expect(await find({ InstanceIds })).toMatchObject([{ State: { Name: 'terminated' } }]);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
    await failsWith('IncorrectInstanceState', ec2.send(new StartInstancesCommand({ InstanceIds })));
    const states = local.events
      .filter(({ detail }) => detail['instance-id'] === id)
      .map(({ detail }) => detail['state']);
    expect(states).toEqual(['running', 'stopped', 'running', 'terminated']);
    local.clock.advance(60 * 60_000);
    await failsWith('InvalidInstanceID.NotFound', find({ InstanceIds }));
  });
});

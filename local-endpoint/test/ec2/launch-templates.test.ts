import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateTagsCommand,
  DeleteLaunchTemplateCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type DescribeLaunchTemplateVersionsCommandInput,
  EC2Client,
  ModifyLaunchTemplateCommand,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { ec2 as ec2Service } from '../../services/ec2/service';
import { ACCOUNT, startTestEndpoint, type TestEndpoint } from '../../testing';
import { failsWith } from './support/fails-with';

let local: TestEndpoint;
let ec2: EC2Client;
let name: string;
let templates = 0;

beforeAll(async () => {
  local = await startTestEndpoint({ services: [ec2Service], moto: '' });
  ec2 = new EC2Client(local.client());
});

afterAll(() => local.close());

beforeEach(() => {
  name = `fleet-${++templates}`;
});

const FULL: RequestLaunchTemplateData = {
  ImageId: 'ami-1',
  InstanceType: 't3.small',
  UserData: Buffer.from('#!/bin/sh').toString('base64'),
  IamInstanceProfile: { Name: 'web' },
  SecurityGroupIds: ['sg-1', 'sg-2'],
  MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
  BlockDeviceMappings: [
    { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, Encrypted: true, SnapshotId: 'snap-1' } },
  ],
  TagSpecifications: [
    { ResourceType: 'instance', Tags: [{ Key: 'team', Value: 'shop & co <1>' }] },
    { ResourceType: 'volume', Tags: [{ Key: 'team', Value: 'shop' }] },
  ],
};

async function create(LaunchTemplateData = FULL, VersionDescription?: string): Promise<string> {
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName: name, LaunchTemplateData, VersionDescription }),
  );
  return LaunchTemplate?.LaunchTemplateId ?? '';
}

const addVersion = (
  LaunchTemplateId: string,
  LaunchTemplateData: RequestLaunchTemplateData,
  options: { SourceVersion?: string; VersionDescription?: string } = {},
) => ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateId, LaunchTemplateData, ...options }));

async function numbers(input: DescribeLaunchTemplateVersionsCommandInput): Promise<(number | undefined)[]> {
  const { LaunchTemplateVersions = [] } = await ec2.send(new DescribeLaunchTemplateVersionsCommand(input));
  return LaunchTemplateVersions.map(({ VersionNumber }) => VersionNumber);
}

describe('a launch template', () => {
  it('has all its data, its tags and a first version that is the default one', async () => {
    const TagSpecifications = [
      { ResourceType: 'launch-template' as const, Tags: [{ Key: 'pipeline', Value: 'fleet' }] },
    ];
    const { LaunchTemplate } = await ec2.send(
      new CreateLaunchTemplateCommand({
        ...{ LaunchTemplateName: name, LaunchTemplateData: FULL, TagSpecifications },
        VersionDescription: 'first',
      }),
    );
    expect(LaunchTemplate).toMatchObject({
      LaunchTemplateName: name,
      CreateTime: local.clock.now(),
      CreatedBy: `arn:aws:iam::${ACCOUNT}:root`,
      DefaultVersionNumber: 1,
      LatestVersionNumber: 1,
      Tags: [{ Key: 'pipeline', Value: 'fleet' }],
    });
    const { LaunchTemplateVersions } = await ec2.send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: name }),
    );
    expect(LaunchTemplateVersions).toMatchObject([
      { VersionNumber: 1, VersionDescription: 'first', DefaultVersion: true, LaunchTemplateData: FULL },
    ]);
  });

  it('is found by name, id, filter and tag', async () => {
    const id = await create();
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'owner', Value: name }] }));
    const find = async (input: object) => {
      const { LaunchTemplates = [] } = await ec2.send(new DescribeLaunchTemplatesCommand(input));
      return LaunchTemplates.map(({ LaunchTemplateId }) => LaunchTemplateId);
    };
    expect(await find({ LaunchTemplateIds: [id] })).toEqual([id]);
    expect(await find({ LaunchTemplateNames: [name] })).toEqual([id]);
    expect(await find({ Filters: [{ Name: 'launch-template-name', Values: [name] }] })).toEqual([id]);
    expect(await find({ Filters: [{ Name: 'tag:owner', Values: ['fleet-*', 'x'] }] })).toEqual([id]);
    expect(await find({ Filters: [{ Name: 'tag:owner', Values: ['x'] }] })).toEqual([]);
  });

  it('is created once where the call is repeated with its token', async () => {
    const command = () =>
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: name,
        LaunchTemplateData: FULL,
        ClientToken: name,
      });
    const first = await ec2.send(command());
    const again = await ec2.send(command());
    expect(again.LaunchTemplate).toEqual(first.LaunchTemplate);
    const other = new CreateLaunchTemplateCommand({
      LaunchTemplateName: name,
      LaunchTemplateData: {},
      ClientToken: name,
    });
    await failsWith('IdempotentParameterMismatch', ec2.send(other));
  });

  it('is gone with its versions when it is deleted', async () => {
    const id = await create();
    await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: name }));
    await failsWith('InvalidLaunchTemplateId.NotFound', numbers({ LaunchTemplateId: id }));
    await failsWith('InvalidLaunchTemplateName.NotFoundException', numbers({ LaunchTemplateName: name }));
    await create();
  });

  it('is refused with EC2’s errors', async () => {
    const id = await create();
    await failsWith('InvalidLaunchTemplateName.AlreadyExistsException', create());
    await failsWith('InvalidLaunchTemplateId.Malformed', numbers({ LaunchTemplateId: 'fleet' }));
    await failsWith(
      'InvalidParameterCombination',
      numbers({ LaunchTemplateId: id, LaunchTemplateName: name }),
    );
    name = 'a b';
    await failsWith('InvalidLaunchTemplateName.MalformedException', create());
    name = 'dry-run';
    const dryRun = { LaunchTemplateName: name, LaunchTemplateData: FULL, DryRun: true };
    await failsWith('DryRunOperation', ec2.send(new CreateLaunchTemplateCommand(dryRun)));
    await failsWith('InvalidLaunchTemplateName.NotFoundException', numbers({ LaunchTemplateName: name }));
  });

  it('takes 16 KB of user data, and no more', async () => {
    const userData = (bytes: number) => ({ UserData: Buffer.alloc(bytes, 'x').toString('base64') });
    const id = await create(userData(16_384));
    const tooLong = addVersion(id, userData(16_385));
    await expect(tooLong).rejects.toMatchObject({
      name: 'InvalidUserData.Malformed',
      message: 'User data is limited to 16384 bytes.',
    });
    await failsWith('InvalidUserData.Malformed', addVersion(id, { UserData: '#!/bin/sh' }));
  });
});

describe('a version', () => {
  it('has only what it was given, or what it inherits and its own laid over it', async () => {
    const id = await create();
    const alone = await addVersion(id, { ImageId: 'ami-2' });
    expect(alone.LaunchTemplateVersion?.LaunchTemplateData).toEqual({ ImageId: 'ami-2' });
    const based = await addVersion(
      id,
      { ImageId: 'ami-3', MetadataOptions: { HttpTokens: 'optional' } },
      {
        SourceVersion: '1',
        VersionDescription: 'based',
      },
    );
    expect(based.LaunchTemplateVersion).toMatchObject({
      VersionNumber: 3,
      VersionDescription: 'based',
      DefaultVersion: false,
    });
    expect(based.LaunchTemplateVersion?.LaunchTemplateData).toEqual({
      ...FULL,
      ImageId: 'ami-3',
      MetadataOptions: { HttpTokens: 'optional' },
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, Encrypted: true } }],
    });
  });

  it('is found by number, as the latest, as the default, and within bounds, newest first', async () => {
    const id = await create();
    for (let index = 2; index <= 5; index++) await addVersion(id, { ImageId: `ami-${index}` });
    const of = (input: object) => numbers({ LaunchTemplateId: id, ...input });
    expect(await of({})).toEqual([5, 4, 3, 2, 1]);
    expect(await of({ Versions: ['2', '4'] })).toEqual([4, 2]);
    expect(await of({ Versions: ['$Latest', '$Default'] })).toEqual([5, 1]);
    expect(await of({ MinVersion: '2', MaxVersion: '3' })).toEqual([3, 2]);
    expect(await of({ Filters: [{ Name: 'image-id', Values: ['ami-3'] }] })).toEqual([3]);
    expect(await of({ Filters: [{ Name: 'is-default-version', Values: ['true'] }] })).toEqual([1]);
    await expect(of({ Versions: ['9'] })).rejects.toMatchObject({
      name: 'InvalidLaunchTemplateId.VersionNotFound',
      message: `Could not find the specified version 9 for the launch template with ID ${id}.`,
    });
  });

  it('comes in pages', async () => {
    const id = await create();
    for (let index = 2; index <= 5; index++) await addVersion(id, { ImageId: `ami-${index}` });
    const pages: (number | undefined)[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await ec2.send(
        new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, MaxResults: 2, NextToken }),
      );
      pages.push((page.LaunchTemplateVersions ?? []).map(({ VersionNumber }) => VersionNumber));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(pages).toEqual([[5, 4], [3, 2], [1]]);
    await failsWith('InvalidParameterValue', numbers({ LaunchTemplateId: id, MaxResults: 201 }));
    await failsWith('InvalidNextToken', numbers({ LaunchTemplateId: id, NextToken: 'x' }));
  });

  it('becomes the default one', async () => {
    const id = await create();
    await addVersion(id, { ImageId: 'ami-2' });
    const { LaunchTemplate } = await ec2.send(
      new ModifyLaunchTemplateCommand({ LaunchTemplateId: id, DefaultVersion: '2' }),
    );
    expect(LaunchTemplate).toMatchObject({ DefaultVersionNumber: 2, LatestVersionNumber: 2 });
    const missing = new ModifyLaunchTemplateCommand({ LaunchTemplateId: id, DefaultVersion: '3' });
    await failsWith('InvalidLaunchTemplateId.VersionNotFound', ec2.send(missing));
  });

  it('is deleted but where it is the default one or does not exist, and its number is not used again', async () => {
    const id = await create();
    await addVersion(id, { ImageId: 'ami-2' });
    await addVersion(id, { ImageId: 'ami-3' });
    const output = await ec2.send(
      new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: ['1', '3', '7'] }),
    );
    expect(output.SuccessfullyDeletedLaunchTemplateVersions).toEqual([
      { LaunchTemplateId: id, LaunchTemplateName: name, VersionNumber: 3 },
    ]);
    expect(output.UnsuccessfullyDeletedLaunchTemplateVersions).toMatchObject([
      { VersionNumber: 1, ResponseError: { Code: 'unexpectedError' } },
      { VersionNumber: 7, ResponseError: { Code: 'launchTemplateVersionDoesNotExist' } },
    ]);
    expect(await numbers({ LaunchTemplateId: id, Versions: ['$Latest'] })).toEqual([2]);
    const { LaunchTemplateVersion } = await addVersion(id, { ImageId: 'ami-4' });
    expect(LaunchTemplateVersion?.VersionNumber).toBe(4);
  });
});

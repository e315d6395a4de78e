import {
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand, IAMClient } from '@aws-sdk/client-iam';
import { type Stacks, startStacks } from '../cloudformation/support/stacks';
import { created, deleted, updated } from '../cloudformation/support/states';

let stacks: Stacks;

beforeAll(async () => {
  stacks = await startStacks();
});

afterAll(async () => stacks.close());

const template = (type: string, description: string, team: string) => ({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
      },
    },
    Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
    Fleet: {
      Type: 'AWS::EC2::LaunchTemplate',
      Properties: {
        LaunchTemplateName: 'fleet',
        VersionDescription: description,
        LaunchTemplateData: {
          InstanceType: type,
          IamInstanceProfile: { Arn: { 'Fn::GetAtt': ['Profile', 'Arn'] } },
          MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: '2' },
          BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8, Encrypted: 'true' } }],
          TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: team }] }],
        },
        TagSpecifications: [{ ResourceType: 'launch-template', Tags: [{ Key: 'team', Value: team }] }],
      },
    },
  },
  Outputs: {
    Id: { Value: { Ref: 'Fleet' } },
    Latest: { Value: { 'Fn::GetAtt': ['Fleet', 'LatestVersionNumber'] } },
    Default: { Value: { 'Fn::GetAtt': ['Fleet', 'DefaultVersionNumber'] } },
    Profile: { Value: { Ref: 'Profile' } },
  },
});

it('a launch template gets a version when its data or description changes, and goes with the stack', async () => {
  const ec2 = new EC2Client(stacks.client());
  const iam = new IAMClient(stacks.client());
  const outputs = async (body: object, type: 'CREATE' | 'UPDATE') => {
    const stack = await stacks.deploy('fleet', body, { type });
    expect(stack).toMatchObject(type === 'CREATE' ? created : updated);
    return Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    ) as Record<string, string>;
  };
  const first = await outputs(template('t3.small', 'settings 1', 'shop'), 'CREATE');
  expect(first).toMatchObject({ Latest: '1', Default: '1' });
  const profile = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: first['Profile'] }));
  expect(profile.InstanceProfile?.Roles).toHaveLength(1);

  expect(await outputs(template('t3.large', 'settings 2', 'shop'), 'UPDATE')).toEqual({
    ...first,
    Latest: '2',
  });
  expect(await outputs(template('t3.large', 'settings 3', 'store'), 'UPDATE')).toEqual({
    ...first,
    Latest: '3',
  });

  const { LaunchTemplateVersions } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: first['Id'] }),
  );
  expect(LaunchTemplateVersions).toMatchObject([
    { VersionDescription: 'settings 3', LaunchTemplateData: { InstanceType: 't3.large' } },
    {
      VersionDescription: 'settings 2',
      LaunchTemplateData: {
        InstanceType: 't3.large',
        IamInstanceProfile: { Arn: profile.InstanceProfile?.Arn },
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
        BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8, Encrypted: true } }],
      },
    },
    { VersionDescription: 'settings 1', LaunchTemplateData: { InstanceType: 't3.small' } },
  ]);
  const { LaunchTemplates } = await ec2.send(
    new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ['fleet'] }),
  );
  expect(LaunchTemplates).toMatchObject([{ Tags: [{ Key: 'team', Value: 'store' }] }]);

  expect(await stacks.remove('fleet')).toMatchObject(deleted);
  await expect(
    ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [first['Id'] ?? ''] })),
  ).rejects.toMatchObject({ name: 'InvalidLaunchTemplateId.NotFound' });
  await expect(
    iam.send(new GetInstanceProfileCommand({ InstanceProfileName: first['Profile'] })),
  ).rejects.toThrow();
});

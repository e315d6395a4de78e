import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  type CreateAutoScalingGroupCommandInput,
  CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  PutScalingPolicyCommand,
  SetDesiredCapacityCommand,
  SetInstanceProtectionCommand,
  StartInstanceRefreshCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { autoScaling } from '../../services/autoscaling/service';
import { ACCOUNT, REGION, startTestEndpoint, type TestEndpoint } from '../../testing';
import { createProfile } from '../ec2/support/launching';
import { allow, rolesOf } from '../iam/support/roles';
import { createFleet, type Fleet } from './support/fleet';

jest.setTimeout(120_000);

const OWN = `arn:aws:ec2:${REGION}:${ACCOUNT}`;
const GROUPS = `arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup:*:autoScalingGroupName`;

let local: TestEndpoint;
let fleet: Fleet;
let Version: string;

const { role, assumed } = rolesOf(() => local);

async function as(...statements: object[]): Promise<AutoScalingClient> {
  const numbered = statements.map((statement, index) => ({ ...statement, Sid: `Statement${index}` }));
  return new AutoScalingClient({ ...(await assumed(await role(numbered))), maxAttempts: 1 });
}

beforeAll(async () => {
  local = await startTestEndpoint({ services: [autoScaling], roles: 'enforced' });
  fleet = await createFleet(local);
  await createProfile(local, 'web');
  Version = await fleet.newVersion({ IamInstanceProfile: { Name: 'web' } });
});

afterAll(() => local.close());

const tag = (Value = 'shop') => ({ Key: 'pipeline', Value, PropagateAtLaunch: true });

const newGroup = (input: Partial<CreateAutoScalingGroupCommandInput> = {}) =>
  new CreateAutoScalingGroupCommand({
    AutoScalingGroupName: 'shop-1',
    MinSize: 0,
    MaxSize: 4,
    DesiredCapacity: 0,
    LaunchTemplate: { LaunchTemplateId: fleet.template, Version },
    VPCZoneIdentifier: fleet.subnets.join(','),
    TargetGroupARNs: [fleet.targetGroup],
    Tags: [tag()],
    ...input,
  });

/** What whoever creates the group needs, each part with a condition that can be put on it. */
const grants = () => ({
  create: allow('autoscaling:CreateAutoScalingGroup', `${GROUPS}/shop-*`, {
    StringEquals: { 'aws:RequestTag/pipeline': 'shop' },
    Bool: { 'autoscaling:LaunchTemplateVersionSpecified': 'true' },
    NumericLessThanEquals: { 'autoscaling:MaxSize': '4' },
    'ForAllValues:StringEquals': { 'autoscaling:TargetGroupARNs': [fleet.targetGroup] },
  }),
  run: allow('ec2:RunInstances', '*', {
    ArnLikeIfExists: { 'ec2:LaunchTemplate': `${OWN}:launch-template/${fleet.template}` },
  }),
  tags: allow('ec2:CreateTags', [`${OWN}:instance/*`, `${OWN}:volume/*`], {
    StringEquals: { 'ec2:CreateAction': 'RunInstances' },
  }),
  pass: allow('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/web`, {
    StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
  }),
});

type Grants = ReturnType<typeof grants>;

const without = (name: keyof Grants) =>
  Object.entries(grants()).flatMap(([key, grant]) => (key === name ? [] : [grant]));

const denied = (call: Promise<unknown>, action: string, resource = '') =>
  expect(call).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining(
      `is not authorized to perform: ${action} on resource: ${resource}`,
    ) as unknown,
  });

describe('the creation of a group', () => {
  it('needs the group’s grant with its conditions', async () => {
    const client = await as(...Object.values(grants()));
    const action = 'autoscaling:CreateAutoScalingGroup';
    for (const [input, resource] of [
      [{ AutoScalingGroupName: 'other' }, `${GROUPS}/other`],
      [{ Tags: [tag('other')] }, `${GROUPS}/shop-1`],
      [{ MaxSize: 5 }, `${GROUPS}/shop-1`],
      [{ LaunchTemplate: { LaunchTemplateId: fleet.template, Version: '$Latest' } }, `${GROUPS}/shop-1`],
      [{ TargetGroupARNs: [`${fleet.targetGroup}1`] }, `${GROUPS}/shop-1`],
    ] as const)
      await denied(client.send(newGroup(input as object)), action, resource);
    await client.send(newGroup());
    expect((await fleet.group('shop-1')).Tags).toMatchObject([tag()]);
  });

  it.each([
    ['run', 'ec2:RunInstances'],
    ['tags', 'ec2:CreateTags'],
    ['pass', 'iam:PassRole'],
  ] as const)('needs what its launches need: %s', async (name, action) => {
    const client = await as(...without(name));
    const creation = client.send(newGroup({ AutoScalingGroupName: 'shop-2' }));
    await denied(creation, action);
    await expect(creation).rejects.toMatchObject({
      message: expect.stringMatching(
        new RegExp(`^You are not authorized to use launch template: ${fleet.template}`),
      ) as string,
    });
    await expect(fleet.group('shop-2')).rejects.toThrow('does not exist');
  });
});

describe('a group that exists', () => {
  beforeAll(async () => {
    for (const [AutoScalingGroupName, Value] of [
      ['own', 'shop'],
      ['foreign', 'other'],
    ] as const)
      await fleet.create({ AutoScalingGroupName, DesiredCapacity: 1, Tags: [tag(Value)] });
    await fleet.settled('own', 1);
    await fleet.settled('foreign', 1);
  });

  const instanceOf = async (name: string) => (await fleet.group(name)).Instances?.[0]?.InstanceId ?? '';

  it.each(['aws:ResourceTag', 'autoscaling:ResourceTag'])('is changed by its tags: %s', async (key) => {
    const client = await as(
      allow('autoscaling:*', `${GROUPS}/*`, { StringEquals: { [`${key}/pipeline`]: 'shop' } }),
    );
    const calls = async (AutoScalingGroupName: string) =>
      [
        ['UpdateAutoScalingGroup', new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MaxSize: 4 })],
        ['SetDesiredCapacity', new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: 1 })],
        [
          'SetInstanceProtection',
          new SetInstanceProtectionCommand({
            AutoScalingGroupName,
            InstanceIds: [await instanceOf(AutoScalingGroupName)],
            ProtectedFromScaleIn: false,
          }),
        ],
        [
          'PutScalingPolicy',
          new PutScalingPolicyCommand({
            AutoScalingGroupName,
            PolicyName: 'grow',
            AdjustmentType: 'ChangeInCapacity',
            ScalingAdjustment: 1,
          }),
        ],
        [
          'CreateOrUpdateTags',
          new CreateOrUpdateTagsCommand({
            Tags: [
              { ResourceId: AutoScalingGroupName, ResourceType: 'auto-scaling-group', Key: 'a', Value: 'b' },
            ],
          }),
        ],
        [
          'TerminateInstanceInAutoScalingGroup',
          new TerminateInstanceInAutoScalingGroupCommand({
            InstanceId: await instanceOf(AutoScalingGroupName),
            ShouldDecrementDesiredCapacity: false,
          }),
        ],
      ] as const;
    for (const [action, command] of await calls('foreign'))
      await denied(
        client.send(command as UpdateAutoScalingGroupCommand),
        `autoscaling:${action}`,
        `${GROUPS}/foreign`,
      );
    for (const [, command] of await calls('own')) await client.send(command as UpdateAutoScalingGroupCommand);
    await fleet.settled('own', 1);
  });

  it('needs what launches need to get another launch template, but not to get another size', async () => {
    const client = await as(
      allow(['autoscaling:UpdateAutoScalingGroup', 'autoscaling:StartInstanceRefresh'], `${GROUPS}/own`),
    );
    const LaunchTemplate = { LaunchTemplateId: fleet.template, Version };
    const AutoScalingGroupName = 'own';
    await client.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MaxSize: 3 }));
    await denied(
      client.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, LaunchTemplate })),
      'ec2:RunInstances',
    );
    await denied(
      client.send(
        new StartInstanceRefreshCommand({ AutoScalingGroupName, DesiredConfiguration: { LaunchTemplate } }),
      ),
      'ec2:RunInstances',
    );
  });

  it('may be deleted without force only, where the policy allows that', async () => {
    const client = await as(
      allow('autoscaling:DeleteAutoScalingGroup', `${GROUPS}/*`, {
        Bool: { 'autoscaling:ForceDelete': 'false' },
      }),
    );
    const AutoScalingGroupName = 'own';
    await denied(
      client.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true })),
      'autoscaling:DeleteAutoScalingGroup',
      `${GROUPS}/own`,
    );
    await expect(
      client.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName })),
    ).rejects.toMatchObject({ name: 'ResourceInUseFault' });
  });

  it('is read only by those who may read all', async () => {
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ['own'] });
    const some = await as(allow('autoscaling:DescribeAutoScalingGroups', `${GROUPS}/own`));
    await denied(some.send(command), 'autoscaling:DescribeAutoScalingGroups', '*');
    await (await as(allow('autoscaling:DescribeAutoScalingGroups'))).send(command);
  });
});

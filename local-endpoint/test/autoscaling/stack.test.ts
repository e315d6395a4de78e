import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-auto-scaling';
import { EC2Client, RegisterImageCommand } from '@aws-sdk/client-ec2';
import { type Stacks, startStacks } from '../cloudformation/support/stacks';
import { created, deleted, updated } from '../cloudformation/support/states';

let stacks: Stacks;
let image: string;

beforeAll(async () => {
  stacks = await startStacks();
  const { ImageId = '' } = await new EC2Client(stacks.client()).send(
    new RegisterImageCommand({ Name: 'web', RootDeviceName: '/dev/xvda', Architecture: 'x86_64' }),
  );
  image = ImageId;
});

afterAll(async () => stacks.close());

const template = (max: string, target: number, tag: string) => ({
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' },
    },
    Template: {
      Type: 'AWS::EC2::LaunchTemplate',
      Properties: { LaunchTemplateData: { ImageId: image, InstanceType: 't3.small' } },
    },
    Group: {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: {
        MinSize: '1',
        MaxSize: max,
        Cooldown: '120',
        NewInstancesProtectedFromScaleIn: 'false',
        VPCZoneIdentifier: [{ Ref: 'Subnet' }],
        LaunchTemplate: {
          LaunchTemplateId: { Ref: 'Template' },
          Version: { 'Fn::GetAtt': ['Template', 'LatestVersionNumber'] },
        },
        MetricsCollection: [{ Granularity: '1Minute', Metrics: ['GroupInServiceInstances'] }],
        Tags: [{ Key: 'team', Value: tag, PropagateAtLaunch: true }],
      },
    },
    Policy: {
      Type: 'AWS::AutoScaling::ScalingPolicy',
      Properties: {
        AutoScalingGroupName: { Ref: 'Group' },
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingConfiguration: {
          PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
          TargetValue: target,
        },
      },
    },
    Hook: {
      Type: 'AWS::AutoScaling::LifecycleHook',
      Properties: {
        AutoScalingGroupName: { Ref: 'Group' },
        LifecycleHookName: 'save',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        HeartbeatTimeout: '60',
        DefaultResult: 'CONTINUE',
      },
    },
    Night: {
      Type: 'AWS::AutoScaling::ScheduledAction',
      Properties: { AutoScalingGroupName: { Ref: 'Group' }, Recurrence: '0 22 * * *', MinSize: '1' },
    },
  },
  Outputs: {
    Group: { Value: { Ref: 'Group' } },
    Policy: { Value: { Ref: 'Policy' } },
    Arn: { Value: { 'Fn::GetAtt': ['Policy', 'Arn'] } },
  },
});

it('a group with its policy, hook and schedule is made, changed and deleted by a stack', async () => {
  const client = new AutoScalingClient(stacks.client());
  const stack = await stacks.deploy('fleet', template('4', 50, 'shop'));
  expect(await stacks.reasons(stack)).toEqual([]);
  expect(stack).toMatchObject(created);
  const outputs = Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  ) as Record<string, string>;
  const AutoScalingGroupName = outputs['Group'] ?? '';
  const read = async () =>
    (
      await client.send(
        new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [AutoScalingGroupName] }),
      )
    ).AutoScalingGroups ?? [];
  const policy = async () =>
    (await client.send(new DescribePoliciesCommand({ AutoScalingGroupName }))).ScalingPolicies ?? [];
  expect(outputs['Policy']).toBe(outputs['Arn']);
  expect(AutoScalingGroupName).toMatch(/^fleet-Group-/);
  expect(await read()).toMatchObject([
    {
      MinSize: 1,
      MaxSize: 4,
      DesiredCapacity: 1,
      DefaultCooldown: 120,
      NewInstancesProtectedFromScaleIn: false,
      EnabledMetrics: [{ Metric: 'GroupInServiceInstances' }],
    },
  ]);
  expect(await policy()).toMatchObject([{ TargetTrackingConfiguration: { TargetValue: 50 } }]);
  const { LifecycleHooks } = await client.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName }));
  expect(LifecycleHooks).toMatchObject([{ LifecycleHookName: 'save', HeartbeatTimeout: 60 }]);
  const { ScheduledUpdateGroupActions } = await client.send(
    new DescribeScheduledActionsCommand({ AutoScalingGroupName }),
  );
  expect(ScheduledUpdateGroupActions).toMatchObject([{ Recurrence: '0 22 * * *', MinSize: 1 }]);

  expect(await stacks.deploy('fleet', template('6', 60, 'store'), { type: 'UPDATE' })).toMatchObject(updated);
  const [group] = await read();
  expect(group?.MaxSize).toBe(6);
  expect(group?.Tags).toContainEqual(expect.objectContaining({ Key: 'team', Value: 'store' }));
  expect(await policy()).toMatchObject([
    { PolicyARN: outputs['Policy'], TargetTrackingConfiguration: { TargetValue: 60 } },
  ]);

  expect(await stacks.remove('fleet')).toMatchObject(deleted);
  expect(await read()).toEqual([]);
});

import {
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DeleteAutoScalingGroupCommand,
  DescribeScalingActivitiesCommand,
  PutScalingPolicyCommand,
  SetDesiredCapacityCommand,
  SetInstanceProtectionCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { DeregisterImageCommand, DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { TestEndpoint } from '../../testing';
import { createFleet, type Fleet } from './support/fleet';
import { startAutoScaling } from './support/start';

let endpoint: TestEndpoint;
let fleet: Fleet;
let name: string;

beforeAll(async () => {
  endpoint = await startAutoScaling();
  fleet = await createFleet(endpoint);
  name = await fleet.create({ MinSize: 1, MaxSize: 4, DesiredCapacity: 1 });
});

afterAll(() => endpoint.close());

/** Nothing may be left of a group that was refused. */
afterEach(async () => {
  await expect(fleet.group('refused')).rejects.toThrow('does not exist');
});

const refused = (input: Parameters<Fleet['create']>[0]) =>
  expect(fleet.create({ AutoScalingGroupName: 'refused', ...input })).rejects;

it('refuses a group of a name that exists', async () => {
  await expect(fleet.create({ AutoScalingGroupName: name })).rejects.toMatchObject({
    name: 'AlreadyExistsFault',
    message: `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
  });
});

it('refuses sizes that contradict each other', async () => {
  await refused({ MinSize: 2, MaxSize: 1 }).toMatchObject({
    name: 'ValidationError',
    message: 'Max bound, 1, must be greater than or equal to min bound, 2',
  });
  await refused({ MinSize: 4, MaxSize: 10, DesiredCapacity: 2 }).toMatchObject({
    message: 'Desired capacity:2 must be between the specified min size:4 and max size:10',
  });
  const update = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, DesiredCapacity: 9 });
  await expect(fleet.autoScaling.send(update)).rejects.toMatchObject({
    message: 'Desired capacity:9 must be between the specified min size:1 and max size:4',
  });
});

it('refuses a desired capacity out of bounds', async () => {
  const set = (DesiredCapacity: number) =>
    expect(
      fleet.autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: name, DesiredCapacity })),
    ).rejects;
  await set(5).toMatchObject({
    name: 'ValidationError',
    message: 'New SetDesiredCapacity value 5 is above max value 4 for the AutoScalingGroup.',
  });
  await set(0).toMatchObject({
    message: 'New SetDesiredCapacity value 0 is below min value 1 for the AutoScalingGroup.',
  });
});

it('refuses launch templates and versions that do not exist, and images that are deregistered', async () => {
  const { template: LaunchTemplateId } = fleet;
  await refused({ LaunchTemplate: { LaunchTemplateId, Version: '9' } }).toMatchObject({
    name: 'ValidationError',
    message: expect.stringMatching(
      /^You must use a valid fully-formed launch template\. .*(version|9)/i,
    ) as string,
  });
  await refused({ LaunchTemplate: { LaunchTemplateName: 'nowhere' } }).toMatchObject({
    message: expect.stringContaining('You must use a valid fully-formed launch template.') as string,
  });
  const ImageId = await fleet.newImage();
  const Version = await fleet.newVersion({ ImageId });
  await fleet.ec2.send(new DeregisterImageCommand({ ImageId }));
  await refused({ LaunchTemplate: { LaunchTemplateId, Version } }).toMatchObject({
    message: expect.stringContaining(ImageId) as string,
  });
});

it('refuses a request without a launch template, and one with both kinds', async () => {
  const message =
    'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.';
  await refused({ LaunchTemplate: undefined }).toMatchObject({ message });
  const LaunchTemplate = { LaunchTemplateId: fleet.template, Version: '1' };
  await refused({
    LaunchTemplate,
    MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: LaunchTemplate } },
  }).toMatchObject({ message });
});

it('refuses unknown target groups and subnets', async () => {
  await refused({ TargetGroupARNs: [`${fleet.targetGroup}0`] }).toMatchObject({
    message: 'Provided Target Groups may not be valid. Please ensure they exist and try again.',
  });
  await refused({ VPCZoneIdentifier: 'subnet-12345678' }).toMatchObject({
    message: "The subnet ID 'subnet-12345678' does not exist",
  });
  await refused({ VPCZoneIdentifier: undefined }).toMatchObject({
    message: 'At least one Availability Zone or VPC Subnet is required.',
  });
});

it('refuses calls of groups and instances that do not exist', async () => {
  const message = "AutoScalingGroup name not found - AutoScalingGroup 'nowhere' not found";
  const AutoScalingGroupName = 'nowhere';
  for (const command of [
    new UpdateAutoScalingGroupCommand({ AutoScalingGroupName }),
    new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: 1 }),
    new DeleteAutoScalingGroupCommand({ AutoScalingGroupName }),
  ])
    await expect(fleet.autoScaling.send(command as UpdateAutoScalingGroupCommand)).rejects.toMatchObject({
      name: 'ValidationError',
      message,
    });
  await expect(
    fleet.autoScaling.send(new DescribeScalingActivitiesCommand({ AutoScalingGroupName })),
  ).rejects.toMatchObject({ message });
  await expect(
    fleet.autoScaling.send(
      new TerminateInstanceInAutoScalingGroupCommand({
        InstanceId: 'i-0',
        ShouldDecrementDesiredCapacity: false,
      }),
    ),
  ).rejects.toMatchObject({
    message: 'Instance Id not found - No managed instance found for instance ID i-0',
  });
  await expect(
    fleet.autoScaling.send(
      new SetInstanceProtectionCommand({
        AutoScalingGroupName: name,
        InstanceIds: ['i-0'],
        ProtectedFromScaleIn: true,
      }),
    ),
  ).rejects.toMatchObject({ message: `The instance i-0 is not part of Auto Scaling group ${name}.` });
});

it('refuses what is missing or malformed with all of its errors', async () => {
  await expect(
    fleet.autoScaling.send(new CreateAutoScalingGroupCommand({ AutoScalingGroupName: 'refused' } as never)),
  ).rejects.toMatchObject({
    name: 'ValidationError',
    message:
      "2 validation errors detected: Value null at 'minSize' failed to satisfy constraint: Member must not be null; Value null at 'maxSize' failed to satisfy constraint: Member must not be null",
  });
  await refused({ HealthCheckType: 'PING' }).toMatchObject({ message: 'Invalid Health Check Type: PING' });
});

it('refuses by name what it cannot do', async () => {
  await refused({ LaunchTemplate: undefined, LaunchConfigurationName: 'old' }).toMatchObject({
    name: 'UnsupportedOperation',
    message: expect.stringContaining('LaunchConfigurationName') as string,
  });
  await expect(
    fleet.autoScaling.send(new CreateLaunchConfigurationCommand({ LaunchConfigurationName: 'old' })),
  ).rejects.toMatchObject({
    name: 'UnsupportedOperation',
    message: 'autoscaling:CreateLaunchConfiguration is not supported by the local endpoint',
  });
  await expect(
    fleet.autoScaling.send(
      new PutScalingPolicyCommand({
        AutoScalingGroupName: name,
        PolicyName: 'forecast',
        PolicyType: 'PredictiveScaling',
      }),
    ),
  ).rejects.toMatchObject({ name: 'UnsupportedOperation' });
});

it('keeps to the deletion protection of a group', async () => {
  const remove = (ForceDelete: boolean) =>
    fleet.autoScaling.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name, ForceDelete }));
  const protect = (DeletionProtection: 'none' | 'prevent-force-deletion' | 'prevent-all-deletion') =>
    fleet.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, DeletionProtection }),
    );
  await protect('prevent-force-deletion');
  await expect(remove(true)).rejects.toMatchObject({ name: 'ValidationError' });
  await protect('prevent-all-deletion');
  await expect(remove(false)).rejects.toMatchObject({
    message: expect.stringContaining('prevent-all-deletion') as string,
  });
  await protect('none');
  expect(await fleet.group(name)).not.toHaveProperty('Status');
});

it('refuses a second change of a group while one is under way', async () => {
  const Version = await fleet.newVersion();
  const update = () =>
    fleet.autoScaling.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: name,
        LaunchTemplate: { LaunchTemplateId: fleet.template, Version },
      }),
    );
  const results = await Promise.allSettled([update(), update(), update()]);
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  for (const result of results)
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ name: 'ResourceContentionFault' });
});

it('launches nothing for a group that was refused', async () => {
  const { Reservations = [] } = await fleet.ec2.send(
    new DescribeInstancesCommand({
      Filters: [{ Name: 'tag:aws:autoscaling:groupName', Values: ['refused'] }],
    }),
  );
  expect(Reservations).toEqual([]);
});

import { DeleteAutoScalingGroupCommand, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { createFleet, type Fleet } from './support/fleet';
import { startAutoScaling } from './support/start';

let endpoint: TestEndpoint;
let fleet: Fleet;

beforeAll(async () => {
  endpoint = await startAutoScaling();
  fleet = await createFleet(endpoint);
});

afterAll(() => endpoint.close());

describe('a group of two instances behind a target group', () => {
  let name: string;

  beforeAll(async () => {
    name = await fleet.create({
      TargetGroupARNs: [fleet.targetGroup],
      Tags: [
        { Key: 'team', Value: 'shop', PropagateAtLaunch: true },
        { Key: 'own', Value: 'yes', PropagateAtLaunch: false },
      ],
    });
  });

  it('is returned as it was given', async () => {
    expect(await fleet.group(name)).toMatchObject({
      MinSize: 0,
      MaxSize: 4,
      DesiredCapacity: 2,
      DefaultCooldown: 300,
      HealthCheckType: 'EC2',
      LaunchTemplate: { LaunchTemplateId: fleet.template, LaunchTemplateName: 'fleet-1', Version: '1' },
      TargetGroupARNs: [fleet.targetGroup],
      VPCZoneIdentifier: fleet.subnets.join(','),
      TerminationPolicies: ['Default'],
      CreatedTime: endpoint.clock.now(),
    });
  });

  it('launches its instances in different zones, and takes them into service when they have started', async () => {
    const pending = await advanceUntil(
      endpoint.clock,
      async () => {
        const { Instances = [] } = await fleet.group(name);
        return Instances.length === 2 && Instances;
      },
      100,
    );
    expect(pending.map(({ LifecycleState }) => LifecycleState)).toEqual(['Pending', 'Pending']);
    expect(await fleet.targets()).toEqual({});
    const instances = await fleet.settled(name, 2);
    expect(new Set(instances.map(({ AvailabilityZone }) => AvailabilityZone)).size).toBe(2);
    expect(instances[0]).toMatchObject({
      HealthStatus: 'Healthy',
      InstanceType: 't3.small',
      ImageId: fleet.image,
      LaunchTemplate: { LaunchTemplateId: fleet.template, Version: '1' },
      ProtectedFromScaleIn: false,
    });
    expect(Object.keys(await fleet.targets()).sort()).toEqual(
      instances.map(({ InstanceId }) => InstanceId).sort(),
    );
  });

  it('gives them its name and the tags that are propagated', async () => {
    const [{ InstanceId = '' } = {}] = (await fleet.group(name)).Instances ?? [];
    const { Reservations } = await fleet.ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [InstanceId] }),
    );
    const tags = Reservations?.[0]?.Instances?.[0]?.Tags ?? [];
    expect(tags).toContainEqual({ Key: 'team', Value: 'shop' });
    expect(tags).toContainEqual({ Key: 'aws:autoscaling:groupName', Value: name });
    expect(tags.map(({ Key }) => Key)).not.toContain('own');
  });

  it('has an activity with its cause for each launch, and emits the event of it', async () => {
    const activities = await fleet.activities(name);
    expect(activities).toHaveLength(2);
    expect(activities[0]).toMatchObject({
      StatusCode: 'Successful',
      Progress: 100,
      Description: expect.stringMatching(/^Launching a new EC2 instance: i-/) as string,
      Cause: expect.stringMatching(
        /^At \S+Z a user request created an AutoScalingGroup changing the desired capacity from 0 to 2\. {2}At \S+Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 0 to 2\.$/,
      ) as string,
    });
    const events = endpoint.events.filter(({ source }) => source === 'aws.autoscaling');
    expect(events.map((event) => event['detail-type'])).toEqual([
      'EC2 Instance Launch Successful',
      'EC2 Instance Launch Successful',
    ]);
    expect(events[0]?.detail).toMatchObject({ AutoScalingGroupName: name, Origin: 'EC2' });
  });

  it('refuses to be deleted while it has instances', async () => {
    await expect(
      fleet.autoScaling.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name })),
    ).rejects.toMatchObject({ name: 'ResourceInUseFault' });
  });

  it('terminates the instances of a scale-in, and deregisters their targets', async () => {
    await fleet.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, DesiredCapacity: 1 }),
    );
    const [left] = await fleet.settled(name, 1);
    const [activity] = await fleet.activities(name);
    expect(activity).toMatchObject({
      StatusCode: 'Successful',
      Description: expect.stringMatching(/^Terminating EC2 instance: i-/) as string,
      Cause: expect.stringMatching(
        /^At \S+Z a user request update of AutoScalingGroup constraints to min: 0, max: 4, desired: 1 changing the desired capacity from 2 to 1\. {2}At \S+Z an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from 2 to 1\. {2}At \S+Z instance i-\w+ was selected for termination\.$/,
      ) as string,
    });
    expect(Object.keys(await fleet.targets())).toEqual([left?.InstanceId]);
  });

  it('is deleted with its instances where that is forced, but not at once', async () => {
    await fleet.autoScaling.send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name, ForceDelete: true }),
    );
    expect(await fleet.group(name)).toMatchObject({ Status: 'Delete in progress', DesiredCapacity: 0 });
    await expect(fleet.create({ AutoScalingGroupName: name })).rejects.toMatchObject({
      name: 'AlreadyExistsFault',
      message: expect.stringContaining('already exists and is pending delete') as string,
    });
    await advanceUntil(endpoint.clock, () =>
      fleet.group(name).then(
        () => false,
        () => true,
      ),
    );
    expect(await fleet.targets()).toEqual({});
    expect((await fleet.activities(name)).filter(({ EndTime }) => !EndTime)).toEqual([]);
  });
});

import {
  DescribeAutoScalingInstancesCommand,
  ResumeProcessesCommand,
  SetDesiredCapacityCommand,
  SetInstanceHealthCommand,
  SetInstanceProtectionCommand,
  SuspendProcessesCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { DeregisterImageCommand, StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
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

const idsOf = (instances: readonly { InstanceId?: string }[]): string[] =>
  instances.map(({ InstanceId = '' }) => InstanceId).sort();

async function causesOf(name: string, description: RegExp): Promise<string[]> {
  const activities = await fleet.activities(name);
  return activities
    .filter(({ Description = '' }) => description.test(Description))
    .map(({ Cause = '' }) => Cause);
}

describe('an instance that fails', () => {
  let name: string;
  let ids: string[];

  beforeEach(async () => {
    name = await fleet.create({ TargetGroupARNs: [fleet.targetGroup] });
    ids = idsOf(await fleet.settled(name, 2));
  });

  async function replacement(): Promise<string> {
    const others = await advanceUntil(endpoint.clock, async () => {
      const instances = await fleet.settled(name, 2);
      return instances.some(({ InstanceId = '' }) => !ids.includes(InstanceId)) && instances;
    });
    return idsOf(others).find((id) => !ids.includes(id)) ?? '';
  }

  it('is replaced when EC2 terminates it, and the other is registered', async () => {
    const [gone = ''] = ids;
    await fleet.ec2.send(new TerminateInstancesCommand({ InstanceIds: [gone] }));
    const other = await replacement();
    expect(Object.keys(await fleet.targets())).toContain(other);
    expect(await causesOf(name, /^Terminating/)).toEqual([
      expect.stringMatching(
        /^At \S+Z an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped\.$/,
      ),
    ]);
    const [cause] = await causesOf(name, /^Launching/);
    expect(cause).toMatch(
      /^At \S+Z an instance was started in response to an unhealthy instance needing to be replaced\.$/,
    );
  });

  it('is replaced when it is set unhealthy', async () => {
    await fleet.autoScaling.send(
      new SetInstanceHealthCommand({ InstanceId: ids[0], HealthStatus: 'Unhealthy' }),
    );
    await replacement();
    expect((await causesOf(name, /^Terminating/))[0]).toContain('in response to a user health-check');
  });

  it('is not replaced while the process is suspended', async () => {
    const ScalingProcesses = ['ReplaceUnhealthy'];
    const AutoScalingGroupName = name;
    await fleet.autoScaling.send(new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses }));
    expect((await fleet.group(name)).SuspendedProcesses).toMatchObject([{ ProcessName: 'ReplaceUnhealthy' }]);
    await fleet.autoScaling.send(
      new SetInstanceHealthCommand({ InstanceId: ids[0], HealthStatus: 'Unhealthy' }),
    );
    await advanceUntil(endpoint.clock, () => endpoint.clock.now() > new Date('2026-01-01T00:20:00Z'), 60_000);
    expect(idsOf((await fleet.group(name)).Instances ?? [])).toEqual(ids);
    await fleet.autoScaling.send(new ResumeProcessesCommand({ AutoScalingGroupName, ScalingProcesses }));
    await replacement();
  });

  it('keeps an instance whose grace period has not passed', async () => {
    await fleet.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, HealthCheckGracePeriod: 86_400 }),
    );
    await fleet.autoScaling.send(
      new SetInstanceHealthCommand({ InstanceId: ids[0], HealthStatus: 'Unhealthy' }),
    );
    expect((await fleet.group(name)).Instances?.map(({ HealthStatus }) => HealthStatus)).toEqual([
      'Healthy',
      'Healthy',
    ]);
  });
});

describe('a scale-in', () => {
  it('keeps protected instances, and reports that it cannot go on', async () => {
    const name = await fleet.create();
    const [kept = ''] = idsOf(await fleet.settled(name, 2));
    const AutoScalingGroupName = name;
    await fleet.autoScaling.send(
      new SetInstanceProtectionCommand({
        AutoScalingGroupName,
        InstanceIds: [kept],
        ProtectedFromScaleIn: true,
      }),
    );
    await fleet.autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: 0 }));
    expect(idsOf(await fleet.settled(name, 1))).toEqual([kept]);
    const [activity] = (await fleet.activities(name)).filter(({ StatusCode }) => StatusCode === 'Cancelled');
    expect(activity).toMatchObject({
      StatusMessage:
        'Could not scale to desired capacity because all remaining instances are protected from scale-in.',
      Cause: expect.stringContaining('group reached equilibrium') as string,
    });
  });

  it('terminates the instances of older versions first, whatever their zone has', async () => {
    const name = await fleet.create({ DesiredCapacity: 2 });
    const old = idsOf(await fleet.settled(name, 2));
    const Version = await fleet.newVersion();
    await fleet.autoScaling.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: name,
        LaunchTemplate: { LaunchTemplateId: fleet.template, Version },
        DesiredCapacity: 4,
      }),
    );
    const all = await fleet.settled(name, 4);
    expect(all.map(({ LaunchTemplate }) => LaunchTemplate?.Version).sort()).toEqual([
      '1',
      '1',
      Version,
      Version,
    ]);
    await fleet.autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: name, DesiredCapacity: 2 }),
    );
    const left = await fleet.settled(name, 2);
    expect(left.map(({ LaunchTemplate }) => LaunchTemplate?.Version)).toEqual([Version, Version]);
    expect(new Set(left.map(({ AvailabilityZone }) => AvailabilityZone)).size).toBe(2);
    expect(idsOf(left)).not.toEqual(old);
  });

  it('takes the instance that a call names, with and without a replacement', async () => {
    const name = await fleet.create({ MinSize: 1 });
    const [first = '', second = ''] = idsOf(await fleet.settled(name, 2));
    const terminate = (InstanceId: string, ShouldDecrementDesiredCapacity: boolean) =>
      fleet.autoScaling.send(
        new TerminateInstanceInAutoScalingGroupCommand({ InstanceId, ShouldDecrementDesiredCapacity }),
      );
    const { Activity } = await terminate(first, true);
    expect(Activity).toMatchObject({
      StatusCode: 'InProgress',
      Cause: expect.stringMatching(
        /^At \S+Z instance i-\w+ was taken out of service in response to a user request, shrinking the capacity from 2 to 1\.$/,
      ) as string,
    });
    expect(idsOf(await fleet.settled(name, 1))).toEqual([second]);
    await expect(terminate(second, true)).rejects.toMatchObject({
      message: expect.stringContaining('desiredSize equals minSize (1)') as string,
    });
    await terminate(second, false);
    await advanceUntil(endpoint.clock, async () => !idsOf(await fleet.settled(name, 1)).includes(second));
  });
});

describe('a launch that fails', () => {
  it('is an activity with its cause, and is tried again', async () => {
    const ImageId = await fleet.newImage();
    const Version = await fleet.newVersion({ ImageId });
    const LaunchTemplate = { LaunchTemplateId: fleet.template, Version };
    const name = await fleet.create({ DesiredCapacity: 0, LaunchTemplate });
    await fleet.ec2.send(new DeregisterImageCommand({ ImageId }));
    await fleet.autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: name, DesiredCapacity: 1 }),
    );
    const failed = await advanceUntil(endpoint.clock, async () => {
      const activities = await fleet.activities(name);
      return activities.length >= 3 && activities;
    });
    expect(failed[0]).toMatchObject({
      StatusCode: 'Failed',
      Progress: 100,
      StatusMessage: expect.stringMatching(
        new RegExp(`${ImageId}.* Launching EC2 instance failed\\.$`),
      ) as string,
      Description: expect.stringMatching(/^Launching a new EC2 instance\. {2}Status Reason: /) as string,
    });
    const [third, second, first] = failed.map(({ StartTime }) => StartTime?.getTime() ?? 0);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThan((second ?? 0) - (first ?? 0));
    expect(
      endpoint.events.filter((event) => event['detail-type'] === 'EC2 Instance Launch Unsuccessful').length,
    ).toBeGreaterThanOrEqual(3);
    await fleet.autoScaling.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: name,
        LaunchTemplate: { LaunchTemplateId: fleet.template, Version: '1' },
      }),
    );
    await fleet.settled(name, 1);
  });
});

it('describes instances of all groups with their group and health', async () => {
  const name = await fleet.create({ DesiredCapacity: 1 });
  const [{ InstanceId = '' } = {}] = await fleet.settled(name, 1);
  const { AutoScalingInstances } = await fleet.autoScaling.send(
    new DescribeAutoScalingInstancesCommand({ InstanceIds: [InstanceId] }),
  );
  expect(AutoScalingInstances).toMatchObject([
    { InstanceId, AutoScalingGroupName: name, LifecycleState: 'InService', HealthStatus: 'HEALTHY' },
  ]);
});

it('buys and chooses instances as a mixed instances policy asks for', async () => {
  const name = await fleet.create({
    DesiredCapacity: 4,
    LaunchTemplate: undefined,
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: { LaunchTemplateId: fleet.template, Version: '1' },
        Overrides: [{ InstanceType: 't3.medium' }, { InstanceType: 't3.large' }],
      },
      InstancesDistribution: { OnDemandBaseCapacity: 1, OnDemandPercentageAboveBaseCapacity: 0 },
    },
  });
  const instances = await fleet.settled(name, 4);
  expect(instances.map(({ InstanceType }) => InstanceType)).toEqual(Array(4).fill('t3.medium'));
  expect(await fleet.group(name)).toMatchObject({
    MixedInstancesPolicy: {
      LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateName: 'fleet-1', Version: '1' } },
      InstancesDistribution: { OnDemandAllocationStrategy: 'prioritized', OnDemandBaseCapacity: 1 },
    },
  });
  const spot = await fleet.spotOf(name);
  expect(spot).toBe(3);
});

it('replaces instances that are as old as they may be, one after another', async () => {
  const name = await fleet.create({ MaxInstanceLifetime: 86_400 });
  const old = idsOf(await fleet.settled(name, 2));
  const [first] = await advanceUntil(
    endpoint.clock,
    async () => {
      const terminations = await causesOf(name, /^Terminating/);
      return terminations.length > 0 && terminations;
    },
    600_000,
  );
  expect(first).toContain('in response to its maximum instance lifetime');
  await advanceUntil(endpoint.clock, async () => {
    const now = idsOf(await fleet.settled(name, 2));
    return now.every((id) => !old.includes(id));
  });
});

it('launches another where EC2 ends an instance before it has started', async () => {
  const name = await fleet.create({ DesiredCapacity: 1 });
  const [pending = ''] = await advanceUntil(
    endpoint.clock,
    async () => {
      const ids = idsOf((await fleet.group(name)).Instances ?? []);
      return ids.length > 0 && ids;
    },
    10,
  );
  await fleet.ec2.send(new StopInstancesCommand({ InstanceIds: [pending] }));
  const [{ InstanceId } = {}] = await advanceUntil(endpoint.clock, async () => {
    const { Instances = [] } = await fleet.group(name);
    const settled = Instances.length === 1 && Instances[0]?.LifecycleState === 'InService';
    return settled && Instances;
  });
  expect(InstanceId).not.toBe(pending);
  const failed = (await fleet.activities(name)).filter(({ StatusCode }) => StatusCode === 'Failed');
  expect(failed).toMatchObject([
    {
      StatusMessage: expect.stringContaining('while waiting for instance to be in InService state') as string,
    },
  ]);
});

import {
  AttachLoadBalancerTargetGroupsCommand,
  AttachTrafficSourcesCommand,
  DescribeLoadBalancerTargetGroupsCommand,
  DescribeTrafficSourcesCommand,
  DetachLoadBalancerTargetGroupsCommand,
  DetachTrafficSourcesCommand,
  SetDesiredCapacityCommand,
} from '@aws-sdk/client-auto-scaling';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { createFleet, DRAINING_SECONDS, type Fleet } from './support/fleet';
import { startAutoScaling } from './support/start';

let endpoint: TestEndpoint;
let fleet: Fleet;

beforeAll(async () => {
  endpoint = await startAutoScaling();
  fleet = await createFleet(endpoint);
});

afterAll(() => endpoint.close());

async function stateOf(AutoScalingGroupName: string): Promise<string | undefined> {
  const { LoadBalancerTargetGroups: [found] = [] } = await fleet.autoScaling.send(
    new DescribeLoadBalancerTargetGroupsCommand({ AutoScalingGroupName }),
  );
  return found?.State;
}

const healthy = async (count: number) => {
  const states = Object.values(await fleet.targets());
  return states.length === count && states.every((state) => state === 'healthy');
};

describe('a target group that is attached', () => {
  let name: string;

  beforeAll(async () => {
    name = await fleet.create();
    await fleet.settled(name, 2);
  });

  it('gets the instances, and is in service when one of them is healthy', async () => {
    await fleet.autoScaling.send(
      new AttachLoadBalancerTargetGroupsCommand({
        AutoScalingGroupName: name,
        TargetGroupARNs: [fleet.targetGroup],
      }),
    );
    expect(await stateOf(name)).toMatch(/^Add/);
    await advanceUntil(endpoint.clock, async () => (await stateOf(name)) === 'Added', 10);
    expect(Object.keys(await fleet.targets())).toHaveLength(2);
    await advanceUntil(endpoint.clock, async () => (await stateOf(name)) === 'InService');
    expect(Object.values(await fleet.targets())).toContain('healthy');
  });

  it('is a traffic source of the group', async () => {
    const { TrafficSources } = await fleet.autoScaling.send(
      new DescribeTrafficSourcesCommand({ AutoScalingGroupName: name }),
    );
    expect(TrafficSources).toEqual([
      {
        Identifier: fleet.targetGroup,
        TrafficSource: fleet.targetGroup,
        Type: 'elbv2',
        State: 'InService',
      },
    ]);
  });

  it('drains the instance of a scale-in before it is terminated', async () => {
    await advanceUntil(endpoint.clock, () => healthy(2));
    const before = endpoint.clock.now();
    await fleet.autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: name, DesiredCapacity: 1 }),
    );
    const activity = await advanceUntil(
      endpoint.clock,
      async () => {
        const [last] = await fleet.activities(name);
        return last?.StatusCode === 'WaitingForELBConnectionDraining' && last;
      },
      100,
    );
    expect(activity.Description).toMatch(/^Terminating EC2 instance/);
    expect(Object.values(await fleet.targets()).sort()).toEqual(['draining', 'healthy']);
    await fleet.settled(name, 1);
    const seconds = (endpoint.clock.now().getTime() - before.getTime()) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(DRAINING_SECONDS);
  });

  it('is drained when it is detached, and gone then', async () => {
    const command = new DetachTrafficSourcesCommand({
      AutoScalingGroupName: name,
      TrafficSources: [{ Identifier: fleet.targetGroup, Type: 'elbv2' }],
    });
    await fleet.autoScaling.send(command);
    expect(await stateOf(name)).toBe('Removing');
    await advanceUntil(endpoint.clock, async () => (await stateOf(name)) === undefined);
    await advanceUntil(endpoint.clock, async () => Object.keys(await fleet.targets()).length === 0);
    expect((await fleet.group(name)).Instances).toHaveLength(1);
  });

  it('cannot be detached twice, nor attached where it does not exist', async () => {
    const TargetGroupARNs = [fleet.targetGroup];
    await expect(
      fleet.autoScaling.send(
        new DetachLoadBalancerTargetGroupsCommand({ AutoScalingGroupName: name, TargetGroupARNs }),
      ),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('not part of the group') as string,
    });
    await expect(
      fleet.autoScaling.send(
        new AttachTrafficSourcesCommand({
          AutoScalingGroupName: name,
          TrafficSources: [{ Identifier: `${fleet.targetGroup}0` }],
        }),
      ),
    ).rejects.toMatchObject({
      message: 'Provided Target Groups may not be valid. Please ensure they exist and try again.',
    });
    expect(await stateOf(name)).toBeUndefined();
  });
});

describe('a group whose health check is the load balancer’s', () => {
  it('replaces an instance whose target is unhealthy, after its grace period', async () => {
    const ImageId = await fleet.newImage({ 'rehearsal.health': 'never' });
    const Version = await fleet.newVersion({ ImageId });
    const name = await fleet.create({
      DesiredCapacity: 1,
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 120,
      TargetGroupARNs: [fleet.targetGroup],
      LaunchTemplate: { LaunchTemplateId: fleet.template, Version },
    });
    const [first] = await fleet.settled(name, 1);
    const inService = endpoint.clock.now().getTime();
    const replaced = await advanceUntil(endpoint.clock, async () =>
      (await fleet.activities(name)).find(({ Description = '' }) => /^Terminating/.test(Description)),
    );
    expect(replaced).toMatchObject({
      Description: `Terminating EC2 instance: ${first?.InstanceId}`,
      Cause: expect.stringMatching(
        /^At \S+Z an instance was taken out of service in response to an ELB system health check failure\.$/,
      ) as string,
    });
    expect((replaced.StartTime?.getTime() ?? 0) - inService).toBeGreaterThanOrEqual(110_000);
  });
});

import {
  CreateTagsCommand,
  DescribeImagesCommand,
  RegisterImageCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { DeleteRuleCommand, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { targetsHarness } from './support/targets-harness';

const harness = targetsHarness();
const { register, statesAfter } = harness;

describe('an instance that is registered', () => {
  it('is registered, checked and healthy after as many checks as its target group wants', async () => {
    const [id = ''] = await harness.fleet.launch();
    await register(id);
    expect(await harness.fleet.health(harness.group)).toEqual([
      {
        Target: { Id: id, Port: 8080 },
        HealthCheckPort: '8080',
        TargetHealth: {
          State: 'initial',
          Reason: 'Elb.RegistrationInProgress',
          Description: 'Target registration is in progress',
        },
      },
    ]);
    expect(await statesAfter(5, 14)).toEqual([
      'initial Elb.InitialHealthChecking',
      'initial Elb.InitialHealthChecking',
    ]);
    expect(await statesAfter(1)).toEqual(['healthy']);
    expect((await harness.fleet.health(harness.group))[0]?.TargetHealth).toEqual({ State: 'healthy' });
  });

  it('is not checked in a target group that no load balancer uses, and is from when one does', async () => {
    const idle = await harness.fleet.targetGroup();
    const [id = ''] = await harness.fleet.launch();
    await register(id, idle);
    harness.endpoint.clock.advance(60_000);
    expect((await harness.fleet.health(idle))[0]?.TargetHealth).toEqual({
      State: 'unused',
      Reason: 'Target.NotInUse',
      Description: 'Target group is not configured to receive traffic from the load balancer',
    });
    const rule = await harness.fleet.rule({ [harness.group]: 100, [idle]: 0 });
    expect(await harness.fleet.states(idle)).toEqual(['initial Elb.RegistrationInProgress']);
    harness.endpoint.clock.advance(20_000);
    expect(await harness.fleet.states(idle)).toEqual(['healthy']);
    await harness.fleet.elb.send(new DeleteRuleCommand({ RuleArn: rule }));
    expect(await harness.fleet.states(idle)).toEqual(['unused Target.NotInUse']);
  });

  it('gets no traffic in a zone that its load balancer does not have', async () => {
    const [id = ''] = await harness.fleet.launch(1, '', { subnet: harness.fleet.subnets[2] });
    await register(id);
    expect(await statesAfter(60)).toEqual(['unused Target.NotInUse']);
  });

  it('has the port that it is registered with, and a second one is another target', async () => {
    const [Id = ''] = await harness.fleet.launch();
    const Targets = [{ Id }, { Id, Port: 9090 }];
    await harness.fleet.elb.send(new RegisterTargetsCommand({ TargetGroupArn: harness.group, Targets }));
    await register(Id);
    const described = await harness.fleet.health(harness.group);
    expect(described.map(({ Target, HealthCheckPort }) => [Target?.Port, HealthCheckPort])).toEqual([
      [8080, '8080'],
      [9090, '9090'],
    ]);
  });

  it('is unused while it is stopped, and checked anew after it has started', async () => {
    const [id = ''] = await harness.fleet.launch();
    await register(id);
    expect(await statesAfter(20)).toEqual(['healthy']);
    await harness.fleet.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    expect((await harness.fleet.health(harness.group))[0]?.TargetHealth).toEqual({
      State: 'unused',
      Reason: 'Target.InvalidState',
      Description: 'Target is in the stopped state',
    });
    await harness.fleet.ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
    expect(await statesAfter(0, 20)).toEqual(['initial Elb.RegistrationInProgress', 'healthy']);
  });

  it('is unused when it is terminated, and deregistered later', async () => {
    const [id = ''] = await harness.fleet.launch();
    await register(id);
    harness.endpoint.clock.advance(60_000);
    await harness.fleet.terminate(id);
    expect(await harness.fleet.states(harness.group)).toEqual(['unused Target.InvalidState']);
    harness.endpoint.clock.advance(300_000);
    expect(await harness.fleet.states(harness.group)).toEqual([]);
  });
});

describe('what health checks of an instance find', () => {
  interface Case {
    readonly tag: string;
    /** States after so many seconds. */
    readonly states: Readonly<Record<number, string>>;
  }
  it.each<Case>([
    { tag: 'healthy', states: { 19: 'initial Elb.InitialHealthChecking', 20: 'healthy', 9_999: 'healthy' } },
    {
      tag: 'never',
      states: {
        29: 'initial Elb.InitialHealthChecking',
        30: 'unhealthy Target.FailedHealthChecks',
        9_999: 'unhealthy Target.FailedHealthChecks',
      },
    },
    {
      tag: 'after 90s',
      states: {
        30: 'unhealthy Target.FailedHealthChecks',
        109: 'unhealthy Target.FailedHealthChecks',
        110: 'healthy',
      },
    },
    { tag: 'after 25s', states: { 44: 'initial Elb.InitialHealthChecking', 45: 'healthy' } },
    {
      tag: 'until 5m',
      states: { 20: 'healthy', 329: 'healthy', 330: 'unhealthy Target.FailedHealthChecks' },
    },
    {
      tag: 'until 10s',
      states: { 39: 'initial Elb.InitialHealthChecking', 40: 'unhealthy Target.FailedHealthChecks' },
    },
    { tag: 'never with timeout', states: { 30: 'unhealthy Target.Timeout' } },
    {
      tag: 'until 1h with 502',
      states: { 3_599: 'healthy', 3_630: 'unhealthy Target.ResponseCodeMismatch' },
    },
  ])('is said by its tag: $tag', async ({ tag, states }) => {
    const [id = ''] = await harness.fleet.launch(1, tag);
    await register(id);
    let last = 0;
    for (const [seconds, state] of Object.entries(states)) {
      expect([seconds, ...(await statesAfter(Number(seconds) - last))]).toEqual([seconds, state]);
      last = Number(seconds);
    }
  });

  it.each([
    ['never', 'Health checks failed'],
    ['never with timeout', 'Request timed out'],
    ['never with 502', 'Health checks failed with these codes: [502]'],
  ])('has a description where it is %s', async (tag, Description) => {
    const [id = ''] = await harness.fleet.launch(1, tag);
    await register(id);
    harness.endpoint.clock.advance(60_000);
    expect((await harness.fleet.health(harness.group))[0]?.TargetHealth).toMatchObject({ Description });
  });

  it('is said by the tag of the AMI, where the instance has none', async () => {
    const image = await imageTagged('never');
    const [plain = ''] = await harness.fleet.launch(1, '', { image });
    const [other = ''] = await harness.fleet.launch(1, 'healthy', { image });
    await register(plain);
    await register(other);
    expect(await statesAfter(60)).toEqual(['unhealthy Target.FailedHealthChecks', 'healthy']);
  });

  it('follows the tag of the instance at once', async () => {
    const [id = ''] = await harness.fleet.launch();
    await register(id);
    expect(await statesAfter(60)).toEqual(['healthy']);
    const Tags = [{ Key: 'rehearsal.health', Value: 'until 30s' }];
    await harness.fleet.ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
    expect(await harness.fleet.states(harness.group)).toEqual(['unhealthy Target.FailedHealthChecks']);
  });

  it('must be in a form that is known', async () => {
    const [id = ''] = await harness.fleet.launch(1, 'sometimes');
    await expect(register(id)).rejects.toThrow(
      "the tag rehearsal.health with 'sometimes' is not supported by the local endpoint: healthy, never, after 90s",
    );
  });

  it('is read with a few calls for hundreds of instances', async () => {
    const image = await imageTagged('healthy');
    const ids = await harness.fleet.launch(250, '', { image });
    const Targets = ids.map((Id) => ({ Id }));
    const callsOf = async (run: () => Promise<unknown>) => {
      const before = harness.endpoint.calls.length;
      await run();
      const ec2 = harness.endpoint.calls.slice(before).filter(({ service }) => service === 'ec2');
      return ec2.map(({ operation }) => operation);
    };
    const register250 = new RegisterTargetsCommand({ TargetGroupArn: harness.group, Targets });
    const calls = await callsOf(() => harness.fleet.elb.send(register250));
    expect(calls).toEqual(['DescribeInstances', 'DescribeInstances', 'DescribeImages']);
    harness.endpoint.clock.advance(20_000);
    const later = await callsOf(async () =>
      expect(await harness.fleet.states(harness.group)).toEqual(ids.map(() => 'healthy')),
    );
    expect(later).toEqual(['DescribeInstances', 'DescribeInstances']);
  });
});

describe('targets that are asked for', () => {
  it('are described in the order asked, with those that are not registered', async () => {
    const [first = '', second = ''] = await harness.fleet.launch(2);
    await register(first);
    harness.endpoint.clock.advance(20_000);
    const described = await harness.fleet.health(harness.group, second, first);
    expect(described.map(({ Target, TargetHealth }) => [Target?.Id, TargetHealth?.State])).toEqual([
      [second, 'unused'],
      [first, 'healthy'],
    ]);
    expect(described[0]?.TargetHealth).toEqual({
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    });
  });
});

async function imageTagged(health: string): Promise<string> {
  const { Images = [] } = await harness.fleet.ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
  const registered = await harness.fleet.ec2.send(
    new RegisterImageCommand({ Name: `image-${Images.length}`, ImageLocation: 'bucket/image' }),
  );
  const id = registered.ImageId ?? '';
  const Tags = [{ Key: 'rehearsal.health', Value: health }];
  await harness.fleet.ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
  return id;
}

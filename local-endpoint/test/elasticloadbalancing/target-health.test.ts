import {
  CreateTagsCommand,
  DescribeImagesCommand,
  RegisterImageCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  DeleteRuleCommand,
  DeregisterTargetsCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { elasticLoadBalancing } from '../../services/elasticloadbalancing/service';
import { startTestEndpoint, type TestEndpoint } from '../../testing';
import { createFleet, type Fleet } from './support/fleet';

let endpoint: TestEndpoint;
let fleet: Fleet;
/** Behind a rule. */
let group: string;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ services: [elasticLoadBalancing] });
});

afterAll(() => endpoint.close());

beforeEach(async () => {
  fleet = await createFleet(endpoint.client());
  group = await fleet.targetGroup();
  await fleet.rule({ [group]: 1 });
});

describe('an instance that is registered', () => {
  it('is registered, checked and healthy after as many checks as its target group wants', async () => {
    const [id = ''] = await fleet.launch();
    await register(id);
    expect(await fleet.health(group)).toEqual([
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
    expect((await fleet.health(group))[0]?.TargetHealth).toEqual({ State: 'healthy' });
  });

  it('is not checked in a target group that no load balancer uses, and is from when one does', async () => {
    const idle = await fleet.targetGroup();
    const [id = ''] = await fleet.launch();
    await register(id, idle);
    endpoint.clock.advance(60_000);
    expect((await fleet.health(idle))[0]?.TargetHealth).toEqual({
      State: 'unused',
      Reason: 'Target.NotInUse',
      Description: 'Target group is not configured to receive traffic from the load balancer',
    });
    const rule = await fleet.rule({ [group]: 100, [idle]: 0 });
    expect(await fleet.states(idle)).toEqual(['initial Elb.RegistrationInProgress']);
    endpoint.clock.advance(20_000);
    expect(await fleet.states(idle)).toEqual(['healthy']);
    await fleet.elb.send(new DeleteRuleCommand({ RuleArn: rule }));
    expect(await fleet.states(idle)).toEqual(['unused Target.NotInUse']);
  });

  it('gets no traffic in a zone that its load balancer does not have', async () => {
    const [id = ''] = await fleet.launch(1, '', { subnet: fleet.subnets[2] });
    await register(id);
    expect(await statesAfter(60)).toEqual(['unused Target.NotInUse']);
  });

  it('has the port that it is registered with, and a second one is another target', async () => {
    const [Id = ''] = await fleet.launch();
    const Targets = [{ Id }, { Id, Port: 9090 }];
    await fleet.elb.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets }));
    await register(Id);
    const described = await fleet.health(group);
    expect(described.map(({ Target, HealthCheckPort }) => [Target?.Port, HealthCheckPort])).toEqual([
      [8080, '8080'],
      [9090, '9090'],
    ]);
  });

  it('is unused while it is stopped, and checked anew after it has started', async () => {
    const [id = ''] = await fleet.launch();
    await register(id);
    expect(await statesAfter(20)).toEqual(['healthy']);
    await fleet.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    expect((await fleet.health(group))[0]?.TargetHealth).toEqual({
      State: 'unused',
      Reason: 'Target.InvalidState',
      Description: 'Target is in the stopped state',
    });
    await fleet.ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
    expect(await statesAfter(0, 20)).toEqual(['initial Elb.RegistrationInProgress', 'healthy']);
  });

  it('is unused when it is terminated, and deregistered later', async () => {
    const [id = ''] = await fleet.launch();
    await register(id);
    endpoint.clock.advance(60_000);
    await fleet.terminate(id);
    expect(await fleet.states(group)).toEqual(['unused Target.InvalidState']);
    endpoint.clock.advance(300_000);
    expect(await fleet.states(group)).toEqual([]);
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
    const [id = ''] = await fleet.launch(1, tag);
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
    const [id = ''] = await fleet.launch(1, tag);
    await register(id);
    endpoint.clock.advance(60_000);
    expect((await fleet.health(group))[0]?.TargetHealth).toMatchObject({ Description });
  });

  it('is said by the tag of the AMI, where the instance has none', async () => {
    const image = await imageTagged('never');
    const [plain = ''] = await fleet.launch(1, '', { image });
    const [other = ''] = await fleet.launch(1, 'healthy', { image });
    await register(plain);
    await register(other);
    expect(await statesAfter(60)).toEqual(['unhealthy Target.FailedHealthChecks', 'healthy']);
  });

  it('follows the tag of the instance at once', async () => {
    const [id = ''] = await fleet.launch();
    await register(id);
    expect(await statesAfter(60)).toEqual(['healthy']);
    const Tags = [{ Key: 'rehearsal.health', Value: 'until 30s' }];
    await fleet.ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
    expect(await fleet.states(group)).toEqual(['unhealthy Target.FailedHealthChecks']);
  });

  it('must be in a form that is known', async () => {
    const [id = ''] = await fleet.launch(1, 'sometimes');
    await expect(register(id)).rejects.toThrow(
      "the tag rehearsal.health with 'sometimes' is not supported by the local endpoint: healthy, never, after 90s",
    );
  });

  it('is read with a few calls for hundreds of instances', async () => {
    const image = await imageTagged('healthy');
    const ids = await fleet.launch(250, '', { image });
    const Targets = ids.map((Id) => ({ Id }));
    const callsOf = async (run: () => Promise<unknown>) => {
      const before = endpoint.calls.length;
      await run();
      const ec2 = endpoint.calls.slice(before).filter(({ service }) => service === 'ec2');
      return ec2.map(({ operation }) => operation);
    };
    const register250 = new RegisterTargetsCommand({ TargetGroupArn: group, Targets });
    const calls = await callsOf(() => fleet.elb.send(register250));
    expect(calls).toEqual(['DescribeInstances', 'DescribeInstances', 'DescribeImages']);
    endpoint.clock.advance(20_000);
    const later = await callsOf(async () =>
      expect(await fleet.states(group)).toEqual(ids.map(() => 'healthy')),
    );
    expect(later).toEqual(['DescribeInstances', 'DescribeInstances']);
  });
});

describe('registration', () => {
  it.each([
    { id: '10.0.0.1', name: 'ValidationError', message: "Instance ID '10.0.0.1' is not valid" },
    {
      id: 'i-0123456789abcdef0',
      name: 'InvalidTargetException',
      message: "The following instances do not exist: 'i-0123456789abcdef0'",
    },
  ])('is refused for $id', async ({ id, ...error }) => {
    await expect(register(id)).rejects.toMatchObject(error);
  });

  it('is refused for an instance that does not run', async () => {
    const [id = ''] = await fleet.launch();
    await fleet.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    await expect(register(id)).rejects.toMatchObject({
      name: 'InvalidTargetException',
      message: `The following targets are not in a running state and cannot be registered: '${id}'`,
    });
  });

  it('is refused for an instance of another VPC, and registers none of the call', async () => {
    const other = await createFleet(endpoint.client());
    const [own = ''] = await fleet.launch();
    const [foreign = ''] = await other.launch();
    const Targets = [{ Id: own }, { Id: foreign }];
    await expect(
      fleet.elb.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets })),
    ).rejects.toMatchObject({ name: 'InvalidTargetException' });
    expect(await fleet.states(group)).toEqual([]);
  });

  it('is refused for a target group that does not exist', async () => {
    const TargetGroupArn = `${group}0`;
    const refused = {
      name: 'TargetGroupNotFoundException',
      message: 'One or more target groups not found',
    };
    await expect(register('i-0123456789abcdef0', TargetGroupArn)).rejects.toMatchObject(refused);
    await expect(deregister('i-0123456789abcdef0', TargetGroupArn)).rejects.toMatchObject(refused);
    await expect(fleet.health(TargetGroupArn)).rejects.toMatchObject(refused);
  });
});

describe('a target that is deregistered', () => {
  it('drains for the delay of its target group, and is gone', async () => {
    const [id = '', stays = ''] = await fleet.launch(2);
    await register(id);
    await register(stays);
    await fleet.setDelay(group, 40);
    endpoint.clock.advance(20_000);
    await deregister(id);
    expect((await fleet.health(group))[0]).toMatchObject({
      Target: { Id: id },
      TargetHealth: {
        State: 'draining',
        Reason: 'Target.DeregistrationInProgress',
        Description: 'Target deregistration is in progress',
      },
    });
    expect(await statesAfter(39)).toEqual(['draining Target.DeregistrationInProgress', 'healthy']);
    await fleet.terminate(id);
    expect(await statesAfter(0)).toEqual(['draining Target.DeregistrationInProgress', 'healthy']);
    expect(await statesAfter(1)).toEqual(['healthy']);
    expect((await fleet.health(group, id))[0]).toMatchObject({
      Target: { Id: id, Port: 8080 },
      TargetHealth: { State: 'unused', Reason: 'Target.NotRegistered' },
    });
  });

  it('is gone at once where no load balancer uses the target group, or the delay is 0', async () => {
    const idle = await fleet.targetGroup();
    await fleet.setDelay(group, 0);
    const [id = ''] = await fleet.launch();
    for (const targetGroup of [idle, group]) {
      await register(id, targetGroup);
      await deregister(id, targetGroup);
      expect(await fleet.states(targetGroup)).toEqual([]);
    }
  });

  it('begins anew where it is registered again meanwhile', async () => {
    const [id = ''] = await fleet.launch();
    await register(id);
    endpoint.clock.advance(60_000);
    await deregister(id);
    await register(id);
    expect(await statesAfter(0, 20)).toEqual(['initial Elb.RegistrationInProgress', 'healthy']);
  });

  it('need not be registered', async () => {
    await expect(deregister('i-0123456789abcdef0')).resolves.toBeDefined();
    expect(await fleet.states(group)).toEqual([]);
  });
});

describe('targets that are asked for', () => {
  it('are described in the order asked, with those that are not registered', async () => {
    const [first = '', second = ''] = await fleet.launch(2);
    await register(first);
    endpoint.clock.advance(20_000);
    const described = await fleet.health(group, second, first);
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

describe('a target group of addresses', () => {
  it('has targets that are healthy at once, and drains them', async () => {
    const addresses = await fleet.targetGroup({ TargetType: 'ip' });
    await fleet.rule({ [addresses]: 1 });
    await register('10.1.0.7', addresses);
    expect(await fleet.states(addresses)).toEqual(['healthy']);
    await deregister('10.1.0.7', addresses);
    expect(await fleet.states(addresses)).toEqual(['draining Target.DeregistrationInProgress']);
    endpoint.clock.advance(300_000);
    expect(await fleet.states(addresses)).toEqual([]);
  });

  it('takes nothing but addresses', async () => {
    const addresses = await fleet.targetGroup({ TargetType: 'ip' });
    await expect(register('i-0123456789abcdef0', addresses)).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});

const register = (Id: string, TargetGroupArn = group) =>
  fleet.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id }] }));

const deregister = (Id: string, TargetGroupArn = group) =>
  fleet.elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id }] }));

/** The states after so many seconds, and then so many more. */
async function statesAfter(...seconds: readonly number[]): Promise<string[]> {
  const states: string[] = [];
  for (const passed of seconds) {
    endpoint.clock.advance(passed * 1_000);
    states.push(...(await fleet.states(group)));
  }
  return states;
}

async function imageTagged(health: string): Promise<string> {
  const { Images = [] } = await fleet.ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
  const registered = await fleet.ec2.send(
    new RegisterImageCommand({ Name: `image-${Images.length}`, ImageLocation: 'bucket/image' }),
  );
  const id = registered.ImageId ?? '';
  const Tags = [{ Key: 'rehearsal.health', Value: health }];
  await fleet.ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
  return id;
}

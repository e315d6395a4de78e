import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { createFleet } from './support/fleet';
import { targetsHarness } from './support/targets-harness';

const harness = targetsHarness();
const { deregister, register, statesAfter } = harness;

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
    const [id = ''] = await harness.fleet.launch();
    await harness.fleet.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    await expect(register(id)).rejects.toMatchObject({
      name: 'InvalidTargetException',
      message: `The following targets are not in a running state and cannot be registered: '${id}'`,
    });
  });

  it('is refused for an instance of another VPC, and registers none of the call', async () => {
    const other = await createFleet(harness.endpoint.client());
    const [own = ''] = await harness.fleet.launch();
    const [foreign = ''] = await other.launch();
    const Targets = [{ Id: own }, { Id: foreign }];
    await expect(
      harness.fleet.elb.send(new RegisterTargetsCommand({ TargetGroupArn: harness.group, Targets })),
    ).rejects.toMatchObject({ name: 'InvalidTargetException' });
    expect(await harness.fleet.states(harness.group)).toEqual([]);
  });

  it('is refused for a target group that does not exist', async () => {
    const TargetGroupArn = `${harness.group}0`;
    const refused = {
      name: 'TargetGroupNotFoundException',
      message: 'One or more target groups not found',
    };
    await expect(register('i-0123456789abcdef0', TargetGroupArn)).rejects.toMatchObject(refused);
    await expect(deregister('i-0123456789abcdef0', TargetGroupArn)).rejects.toMatchObject(refused);
    await expect(harness.fleet.health(TargetGroupArn)).rejects.toMatchObject(refused);
  });
});

describe('a target that is deregistered', () => {
  it('drains for the delay of its target group, and is gone', async () => {
    const [id = '', stays = ''] = await harness.fleet.launch(2);
    await register(id);
    await register(stays);
    await harness.fleet.setDelay(harness.group, 40);
    harness.endpoint.clock.advance(20_000);
    await deregister(id);
    expect((await harness.fleet.health(harness.group))[0]).toMatchObject({
      Target: { Id: id },
      TargetHealth: {
        State: 'draining',
        Reason: 'Target.DeregistrationInProgress',
        Description: 'Target deregistration is in progress',
      },
    });
    expect(await statesAfter(39)).toEqual(['draining Target.DeregistrationInProgress', 'healthy']);
    await harness.fleet.terminate(id);
    expect(await statesAfter(0)).toEqual(['draining Target.DeregistrationInProgress', 'healthy']);
    expect(await statesAfter(1)).toEqual(['healthy']);
    expect((await harness.fleet.health(harness.group, id))[0]).toMatchObject({
      Target: { Id: id, Port: 8080 },
      TargetHealth: { State: 'unused', Reason: 'Target.NotRegistered' },
    });
  });

  it('is gone at once where no load balancer uses the target group, or the delay is 0', async () => {
    const idle = await harness.fleet.targetGroup();
    await harness.fleet.setDelay(harness.group, 0);
    const [id = ''] = await harness.fleet.launch();
    for (const targetGroup of [idle, harness.group]) {
      await register(id, targetGroup);
      await deregister(id, targetGroup);
      expect(await harness.fleet.states(targetGroup)).toEqual([]);
    }
  });

  it('begins anew where it is registered again meanwhile', async () => {
    const [id = ''] = await harness.fleet.launch();
    await register(id);
    harness.endpoint.clock.advance(60_000);
    await deregister(id);
    await register(id);
    expect(await statesAfter(0, 20)).toEqual(['initial Elb.RegistrationInProgress', 'healthy']);
  });

  it('need not be registered', async () => {
    await expect(deregister('i-0123456789abcdef0')).resolves.toBeDefined();
    expect(await harness.fleet.states(harness.group)).toEqual([]);
  });
});

describe('a target group of addresses', () => {
  it('has targets that are healthy at once, and drains them', async () => {
    const addresses = await harness.fleet.targetGroup({ TargetType: 'ip' });
    await harness.fleet.rule({ [addresses]: 1 });
    await register('10.1.0.7', addresses);
    expect(await harness.fleet.states(addresses)).toEqual(['healthy']);
    await deregister('10.1.0.7', addresses);
    expect(await harness.fleet.states(addresses)).toEqual(['draining Target.DeregistrationInProgress']);
    harness.endpoint.clock.advance(300_000);
    expect(await harness.fleet.states(addresses)).toEqual([]);
  });

  it('takes nothing but addresses', async () => {
    const addresses = await harness.fleet.targetGroup({ TargetType: 'ip' });
    await expect(register('i-0123456789abcdef0', addresses)).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});

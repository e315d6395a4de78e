import { ModifyTargetGroupAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { fleetHarness } from '../harness/fleet-harness';
import { failureOf } from '../harness/fleet-release';
import { greenJob, type ServingFleet, startServing } from '../harness/fleet-start';

const harness = fleetHarness();
let serving: ServingFleet;

beforeEach(async () => {
  serving = await startServing(harness);
});

describe('refuses, before anything is made,', () => {
  const refusal = async () => {
    const job = await greenJob(harness, serving);
    harness.proxy.heal();
    const played = await harness.play(job);
    expect(harness.proxy.operations.filter((one) => /^(Create|Update|Modify|Put(?!Job))/.test(one))).toEqual(
      [],
    );
    return failureOf(played);
  };

  test('an execution that runs beside others, in the mode PARALLEL', async () => {
    harness.pipeline.executions.push({
      ...{ id: 'e2000000', status: 'InProgress', stage: 'Deploy', mode: 'PARALLEL' },
    });
    expect(await refusal()).toBe(
      `Execution e2000000 must run in the mode QUEUED, or another release could work on the same fleet, got: PARALLEL; set executionMode of pipeline ${harness.fleet.name} to QUEUED, and start it again`,
    );
  });

  test('a group of someone else on the idle target group', async () => {
    const name = `foreign-${harness.fleet.name}`;
    await harness.fleet.group({
      ...{ execution: 'x', imageId: serving.imageId, version: serving.version, on: 1 },
      more: { AutoScalingGroupName: name, Tags: [] },
    });
    expect(await refusal()).toContain(`must have no group that the pipeline did not make, got: ${name}`);
  });

  test('a group that serves and is larger than the maximum', async () => {
    await harness.fleet.configure({ group: { min: 1, max: 1 } });
    expect(await refusal()).toMatch(
      /^fleet\.max must be at least 2, the size of group .+, which serves, got: 1$/,
    );
  });

  test('settings that no version of the parameter has', async () => {
    const job = await greenJob(harness, serving);
    const parameters = { ...job.parameters, settings: 'ffffffffffffffff' };
    expect(failureOf(await harness.play({ ...job, parameters }))).toContain(
      'must have a version with the settings ffffffffffffffff',
    );
  });

  test('settings that someone wrote nonsense into', async () => {
    await harness.fleet.configure({ hash: 'aaaaaaaaaaaaaaaa', traffic: { steps: [50, 10] } });
    expect(await refusal()).toMatch(
      /traffic\.steps must be rising percentages that end at 100, got: a list of 2$/,
    );
  });

  test.each([
    {
      name: 'launch-template' as const,
      value: 'latest',
      message: 'must hold the number of a launch template version, got: latest',
    },
    {
      name: 'asg/green' as const,
      value: '{',
      message: 'must hold group, targetGroup, execution, attempt and job as JSON',
    },
    {
      name: 'asg/new' as const,
      value: 'a:b',
      message: 'must name an Auto Scaling group or be none, got: "a:b"',
    },
  ])('nonsense in $name', async ({ name, value, message }) => {
    const job = await greenJob(harness, serving);
    const version = await harness.fleet.put(name, value);
    const parameters = {
      ...job.parameters,
      ...(name === 'launch-template' && { launchTemplateVersion: version }),
    };
    expect(failureOf(await harness.play({ ...job, parameters }))).toContain(message);
  });

  test('a parameter version that is gone', async () => {
    const job = await greenJob(harness, serving);
    const parameters = { ...job.parameters, launchTemplateVersion: '99' };
    expect(failureOf(await harness.play({ ...job, parameters }))).toContain(
      'launch-template must have version 99, which this execution refers to',
    );
  });

  test('target groups with another draining', async () => {
    const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }];
    const [, TargetGroupArn] = harness.fleet.balancer.targetGroups;
    await harness.fleet.clients.elb.send(
      new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }),
    );
    expect(await refusal()).toMatch(
      /must have the same deregistration_delay\.timeout_seconds, got: 30 and 5$/,
    );
  });

  test('target groups behind another rule', async () => {
    await harness.fleet.balancer.testListenerRule();
    expect(await refusal()).toContain(
      'must be behind no other rule, whose traffic would not move, got: arn:',
    );
  });
});

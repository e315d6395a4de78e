import {
  CreateOrUpdateTagsCommand,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { EXECUTION_TAG, IMAGE_TAG, PIPELINE_TAG, RELEASING_TAG } from '../../../handlers/contract/names';
import { tagsOf } from '../harness/fleet-fixture';
import { fleetHarness } from '../harness/fleet-harness';
import { failureOf } from '../harness/fleet-release';
import { recordOf, refreshedFleet, versionsOf } from '../harness/refreshed-fleet';

const harness = fleetHarness();
const { configure, releaseOf, jobOf, serving, end, theGroup, refreshesOf, changes } = refreshedFleet(harness);

/** Milliseconds that end a hang; they do not judge speed. */
const TIMEOUT = 300_000;

describe('a first release', () => {
  it('makes the group, waits until it is healthy, and records it', async () => {
    await configure();
    const image = await harness.fleet.image();
    const { version, job } = await releaseOf('e1000000', image);
    const played = await harness.play(job);
    expect(failureOf(played)).toBeUndefined();
    expect(played.variables).toEqual({ Group: `${harness.fleet.name}-refresh-1`, RefreshId: 'none' });
    const { healthy, parameters } = await harness.fleet.look();
    expect(healthy[0]).toBe(1);
    expect(parameters).toMatchObject({ 'asg/new': `${harness.fleet.name}-refresh-1`, 'asg/old': 'none' });
    expect(recordOf(parameters)).toMatchObject({
      serving: { imageId: image, launchTemplate: { version }, pipelineExecutionId: 'e1000000' },
    });
  });

  it('that is never healthy names the instances, and its group is removed', async () => {
    await configure();
    const { job } = await releaseOf('e1000000', await harness.fleet.image({ 'rehearsal.health': 'never' }));
    expect(failureOf(await harness.play(job))).toMatch(/Gave up at .*got 0: i-\w+ /);
    await end('e1000000', 'Failed');
    const { groups, parameters } = await harness.fleet.look();
    expect(groups).toEqual([]);
    expect(parameters['asg/new']).toBeUndefined();
  });
});

describe('a refresh', () => {
  it('replaces all instances, by a version with a number, and records it', async () => {
    const { group } = await serving();
    const image = await harness.fleet.image();
    const { version, job } = await releaseOf('e1000000', image);
    harness.proxy.heal();
    const played = await harness.play(job);
    expect(failureOf(played)).toBeUndefined();
    expect(changes().filter((one) => one === 'StartInstanceRefresh')).toHaveLength(1);
    const [refresh] = await refreshesOf(group);
    expect(refresh).toMatchObject({
      Status: 'Successful',
      DesiredConfiguration: { LaunchTemplate: { LaunchTemplateName: harness.fleet.name, Version: version } },
      Preferences: { AutoRollback: true, SkipMatching: true, BakeTime: 60, MinHealthyPercentage: 100 },
    });
    const found = await theGroup();
    expect(versionsOf(found)).toEqual([version]);
    expect(found.LaunchTemplate?.Version).toBe(version);
    expect(tagsOf(found)).toMatchObject({ [IMAGE_TAG]: image, [EXECUTION_TAG]: 'e1000000' });
    expect(tagsOf(found)).not.toHaveProperty(RELEASING_TAG);
    const { parameters } = await harness.fleet.look();
    expect(recordOf(parameters)).toMatchObject({
      serving: { group, imageId: image, launchTemplate: { version }, cause: 'release' },
    });
  });

  it('is not started where every instance has the version already', async () => {
    const { imageId, version } = await serving();
    harness.pipeline.executions.push({ id: 'e1000000', status: 'InProgress', stage: 'Deploy' });
    const job = await jobOf('e1000000', imageId, version);
    harness.proxy.heal();
    const played = await harness.play(job);
    expect(failureOf(played)).toBeUndefined();
    expect(played.looks).toBe(1);
    expect(changes()).not.toContain('StartInstanceRefresh');
  });

  it('is adopted by an invocation that is repeated', async () => {
    const { group } = await serving();
    const { job } = await releaseOf('e1000000', await harness.fleet.image());
    await harness.invoke(job);
    harness.pipeline.running.lose();
    await harness.pass(30);
    expect(failureOf(await harness.play(job))).toBeUndefined();
    expect(await refreshesOf(group)).toHaveLength(1);
  });

  it(
    'is rolled back by an alarm, and the failure names it',
    async () => {
      const { group, version } = await serving();
      await harness.fleet.configure({ hash: 'fedcba9876543210' });
      await harness.fleet.alarm('errors', 'OK');
      await configure({ alarms: ['errors'] });
      const { job } = await releaseOf('e1000000', await harness.fleet.image());
      const played = await harness.play(job, {
        between: async (look) => (look === 4 ? harness.fleet.alarm('errors', 'ALARM') : undefined),
      });
      expect(failureOf(played)).toMatch(/ended as RollbackSuccessful: .*errors.*version before again/);
      await end('e1000000', 'Failed');
      const found = await theGroup();
      expect([found.AutoScalingGroupName, ...versionsOf(found)]).toEqual([group, version]);
      expect(tagsOf(found)).not.toHaveProperty(RELEASING_TAG);
      expect((await harness.fleet.look()).parameters.release).toBeUndefined();
    },
    TIMEOUT,
  );

  it(
    'that does not end in time is rolled back, and the failure names its instances',
    async () => {
      const { version } = await serving();
      const image = await harness.fleet.image({ 'rehearsal.health': 'never' });
      const { job } = await releaseOf('e1000000', image);
      const played = await harness.play(job);
      expect(failureOf(played)).toMatch(/ended as RollbackSuccessful: it had not ended at 20.*Instances: /);
      expect(versionsOf(await theGroup())).toEqual([version]);
    },
    TIMEOUT,
  );

  it(
    'of a stage that is rolled back brings the version before again',
    async () => {
      const { imageId, version, group } = await serving();
      const { job } = await releaseOf('e1000000', await harness.fleet.image());
      await harness.play(job);
      await end('e1000000', 'Succeeded');
      harness.pipeline.executions.push({
        ...{ id: 'e2000000', status: 'InProgress', stage: 'Deploy', rollsBackTo: 'e0000000' },
      });
      const played = await harness.play(await jobOf('e2000000', imageId, version));
      expect(failureOf(played)).toBeUndefined();
      expect(versionsOf(await theGroup())).toEqual([version]);
      const { parameters } = await harness.fleet.look();
      expect(recordOf(parameters)).toMatchObject({
        serving: { group, imageId, cause: 'rollback' },
        previous: { pipelineExecutionId: 'e1000000' },
      });
    },
    TIMEOUT,
  );

  it('is not started in the mode PARALLEL, in which another release may refresh the same group', async () => {
    await serving();
    const { job } = await releaseOf('e1000000', await harness.fleet.image());
    Object.assign(harness.pipeline.executions.at(-1) ?? {}, { mode: 'PARALLEL' });
    harness.proxy.heal();
    expect(failureOf(await harness.play(job))).toMatch(/must run in the mode QUEUED.* got: PARALLEL/);
    expect(changes()).toEqual([]);
  });

  it(
    'that someone else has started is waited for, and named at the deadline',
    async () => {
      const { group } = await serving();
      await harness.fleet.clients.autoScaling.send(
        new StartInstanceRefreshCommand({
          AutoScalingGroupName: group,
          Preferences: { BakeTime: 7200, MinHealthyPercentage: 0 },
        }),
      );
      const { job } = await releaseOf('e1000000', await harness.fleet.image());
      const [foreign] = await refreshesOf(group);
      harness.proxy.heal();
      const played = await harness.play(job);
      expect(failureOf(played)).toContain(`waiting for instance refresh ${foreign?.InstanceRefreshId}`);
      expect(changes()).not.toContain('UpdateAutoScalingGroup');
      expect(changes()).not.toContain('StartInstanceRefresh');
      await end('e1000000', 'Failed');
      expect((await refreshesOf(group))[0]?.Status).not.toMatch(/Rollback|Cancel/);
    },
    TIMEOUT,
  );
});

describe('a group', () => {
  it('that does not carry the tag of the pipeline is not touched', async () => {
    const { group } = await serving();
    await harness.fleet.clients.autoScaling.send(
      new CreateOrUpdateTagsCommand({
        Tags: [
          {
            ...{ ResourceId: group, ResourceType: 'auto-scaling-group', PropagateAtLaunch: false },
            ...{ Key: PIPELINE_TAG, Value: 'another' },
          },
        ],
      }),
    );
    const { job } = await releaseOf('e1000000', await harness.fleet.image());
    harness.proxy.heal();
    expect(failureOf(await harness.play(job))).toMatch(/must carry the tag .*got: another/);
    expect(changes()).toEqual([]);
  });

  it('that names no numbered version is refused, because it could not be rolled back', async () => {
    const { group } = await serving();
    await harness.fleet.clients.autoScaling.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: group,
        LaunchTemplate: { LaunchTemplateName: harness.fleet.name, Version: '$Latest' },
      }),
    );
    const { job } = await releaseOf('e1000000', await harness.fleet.image());
    expect(failureOf(await harness.play(job))).toMatch(/by its number.*got: \$Latest/);
  });

  it('that the config names must exist', async () => {
    await configure({ group: 'legacy' });
    const { job } = await releaseOf('e1000000', await harness.fleet.image());
    expect(failureOf(await harness.play(job))).toBe('fleet.group must name a group that exists, got: legacy');
  });
});

import {
  type AutoScalingGroup,
  CreateOrUpdateTagsCommand,
  DescribeInstanceRefreshesCommand,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { RefreshedFleetSettings, RefreshSettings } from '../../../handlers/contract/fleet-settings';
import {
  EXECUTION_TAG,
  fleetSettingsParameterName,
  IMAGE_TAG,
  PIPELINE_TAG,
  RELEASING_TAG,
} from '../../../handlers/contract/names';
import { tagsOf } from '../harness/fleet-fixture';
import { type FleetJob, fleetHarness, type PlayedJob } from '../harness/fleet-harness';
import type { ReceivedResult } from '../harness/pipeline-history';

const harness = fleetHarness();

/** Milliseconds that end a hang; they do not judge speed. */
const TIMEOUT = 300_000;

/** The same for tests that play a release for each of its calls. */
const FAULTS_TIMEOUT = 1_200_000;

/** Deploys settings of the strategy, whose hash is that of the fixture. */
async function configure(change: Partial<RefreshSettings> = {}): Promise<void> {
  const { hash, launchTemplate, keep, group, traffic } = harness.fleet.settings;
  const settings: RefreshedFleetSettings = {
    ...{ hash, launchTemplate, keep, group },
    refresh: {
      ...{ targetGroups: [traffic.targetGroups[0]], minHealthy: 100, maxHealthy: 150, bake: 60, alarms: [] },
      ...{ skipMatching: true, healthTimeout: 900, ...change },
    },
  };
  const Name = fleetSettingsParameterName(harness.fleet.identity);
  const request = { Name, Value: JSON.stringify(settings), Type: 'String', Overwrite: true } as const;
  await harness.fleet.clients.ssm.send(new PutParameterCommand(request));
}

/** A template version of an image, and the job of a release of it. */
async function releaseOf(execution: string, imageId: string): Promise<{ version: string; job: FleetJob }> {
  const { fleet, pipeline } = harness;
  if (!pipeline.executions.some(({ id }) => id === execution))
    pipeline.executions.push({ id: execution, status: 'InProgress', stage: 'Deploy' });
  const version = await fleet.version(imageId);
  return { version, job: await jobOf(execution, imageId, version) };
}

const jobOf = async (execution: string, imageId: string, version: string): Promise<FleetJob> =>
  harness.job('refreshInstances', {
    ...{ executionId: execution, imageId },
    launchTemplateVersion: await harness.fleet.put('launch-template', version),
  });

/** The group as it is after a release, made without one. */
async function serving(): Promise<{ group: string; imageId: string; version: string }> {
  await configure();
  const { fleet } = harness;
  const imageId = await fleet.image();
  const version = await fleet.version(imageId);
  const group = await fleet.group({ execution: 'e0000000', imageId, version, on: 0 });
  await fleet.put('asg/new', group);
  await harness.pass(120);
  return { group, imageId, version };
}

async function end(execution: string, state: 'Failed' | 'Stopped' | 'Succeeded'): Promise<void> {
  const found = harness.pipeline.executions.find(({ id }) => id === execution);
  if (found) found.status = state;
  await harness.cleanUp(execution, state.toUpperCase());
}

const messageOf = (result: ReceivedResult | undefined): string | undefined =>
  result?.kind === 'failure' ? result.failureDetails?.message : undefined;

const failureOf = ({ result }: PlayedJob): string | undefined => messageOf(result);

async function theGroup(): Promise<AutoScalingGroup> {
  const { groups } = await harness.fleet.look();
  const [group] = groups;
  if (!group || groups.length > 1) throw new Error(`there must be one group, got: ${groups.length}`);
  return group;
}

const versionsOf = ({ Instances = [] }: AutoScalingGroup): (string | undefined)[] => [
  ...new Set(Instances.map(({ LaunchTemplate }) => LaunchTemplate?.Version)),
];

async function refreshesOf(AutoScalingGroupName: string) {
  const { InstanceRefreshes = [] } = await harness.fleet.clients.autoScaling.send(
    new DescribeInstanceRefreshesCommand({ AutoScalingGroupName }),
  );
  return InstanceRefreshes;
}

const recordOf = (parameters: Readonly<Record<string, string>>) =>
  JSON.parse(parameters.release ?? '{}') as Readonly<Record<string, unknown>>;

/** The calls that change something, without the results of jobs. */
const changes = () =>
  harness.proxy.operations.filter((one) => !/^(Describe|Get|List|AssumeRole|PutJob)/.test(one));

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

describe('an execution that ends while its refresh is in progress', () => {
  it(
    'has it rolled back, however often that is asked for',
    async () => {
      const { group, version } = await serving();
      const { job } = await releaseOf('e1000000', await harness.fleet.image());
      await harness.invoke(job);
      await harness.pass(60);
      await end('e1000000', 'Stopped');
      await harness.cleanUp('e1000000', 'STOPPED');
      await harness.pass(600);
      await harness.cleanUp('e1000000', 'STOPPED');
      expect(await refreshesOf(group)).toMatchObject([{ Status: 'RollbackSuccessful' }]);
      const found = await theGroup();
      expect(versionsOf(found)).toEqual([version]);
      expect(tagsOf(found)).not.toHaveProperty(RELEASING_TAG);
    },
    TIMEOUT,
  );

  it(
    'has it recorded where it has ended well',
    async () => {
      const { group } = await serving();
      const image = await harness.fleet.image();
      const { version, job } = await releaseOf('e1000000', image);
      await harness.invoke(job);
      await harness.pass(900);
      await end('e1000000', 'Failed');
      const found = await theGroup();
      expect(versionsOf(found)).toEqual([version]);
      expect(tagsOf(found)).not.toHaveProperty(RELEASING_TAG);
      const { parameters } = await harness.fleet.look();
      expect(recordOf(parameters)).toMatchObject({
        serving: { group, imageId: image, launchTemplate: { version } },
      });
    },
    TIMEOUT,
  );
});

describe('an invocation', () => {
  it(
    'that is repeated adopts the refresh that it has started',
    async () => {
      const { group } = await serving();
      const { job } = await releaseOf('e1000000', await harness.fleet.image());
      await harness.invoke(job);
      harness.pipeline.results.length = 0;
      await harness.pass(30);
      expect(failureOf(await harness.play(job))).toBeUndefined();
      expect(await refreshesOf(group)).toHaveLength(1);
    },
    TIMEOUT,
  );

  it.each(['first', 'second', 'last'] as const)(
    'that dies after any of the calls of its %s look is repeated with the same outcome',
    async (which) => {
      const calls = await callsOfLooks();
      const look = { first: 0, second: 1, last: calls.length - 1 }[which];
      for (let call = 1; call <= (calls[look] ?? 0); call++) {
        await harness.nextFleet();
        expect({ call, ...(await playDying(look, call)) }).toMatchObject({
          failure: undefined,
          refreshes: 1,
          isServing: true,
          isNoted: false,
        });
      }
    },
    FAULTS_TIMEOUT,
  );
});

/** How many calls each look of a release makes. */
async function callsOfLooks(): Promise<number[]> {
  await serving();
  const calls: number[] = [];
  let job: FleetJob | undefined = (await releaseOf('e1000000', await harness.fleet.image())).job;
  while (job) {
    harness.proxy.heal();
    const result: ReceivedResult | undefined = await harness.invoke(job);
    calls.push(harness.proxy.calls);
    await harness.pass(30);
    job = harness.next(job, result);
  }
  return calls;
}

/** Plays a release in which one look gets no response from a call on, and is repeated as Lambda does. */
async function playDying(dyingLook: number, call: number) {
  const { group } = await serving();
  const { version, job: first } = await releaseOf('e1000000', await harness.fleet.image());
  let result: ReceivedResult | undefined;
  let job: FleetJob | undefined = first;
  for (let look = 0; job; look++) {
    if (look === dyingLook) {
      harness.proxy.break(call, 'response lost');
      await harness.invoke(job).catch(() => undefined);
      harness.proxy.heal();
    }
    result = await harness.invoke(job);
    await harness.pass(30);
    job = harness.next(job, result);
  }
  const found = await theGroup();
  const { parameters } = await harness.fleet.look();
  return {
    failure: messageOf(result),
    refreshes: (await refreshesOf(group)).length,
    isServing:
      versionsOf(found).join() === version &&
      recordOf(parameters).serving !== undefined &&
      parameters['asg/new'] === group,
    isNoted: RELEASING_TAG in tagsOf(found),
  };
}

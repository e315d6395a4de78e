import { SetInstanceProtectionCommand, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import {
  DescribeImagesCommand,
  DescribeLaunchTemplateVersionsCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { MINIMUM_TAG, RETIRING_TAG } from '../../../handlers/contract/names';
import { tagsOf } from '../harness/fleet-fixture';
import { fleetHarness, type PlayOptions } from '../harness/fleet-harness';
import { failureOf } from '../harness/fleet-release';
import {
  beginExecution,
  type ServingFleet,
  shiftAll,
  startGreen,
  startServing,
} from '../harness/fleet-start';

const harness = fleetHarness();
let serving: ServingFleet;
let green: string;
let parameters: { newVersion: string; oldVersion: string };

beforeEach(async () => {
  serving = await startServing(harness);
  const started = await startGreen(harness, serving);
  ({ green } = started);
  parameters = await shiftAll(harness, serving, started);
  beginExecution(harness, 'e2000000');
});

const job = (more: object = {}) =>
  harness.job('retireBlueGroup', { executionId: 'e2000000', ...parameters, ...more });

const play = (options?: PlayOptions) => harness.play(job(), options);

async function groups() {
  await harness.pass(15);
  return (await harness.fleet.look()).groups;
}

async function terminateAll(name: string): Promise<void> {
  const { Instances = [] } = (await groupNamed(name)) ?? {};
  const InstanceIds = Instances.map(({ InstanceId = '' }) => InstanceId);
  await harness.fleet.clients.ec2.send(new TerminateInstancesCommand({ InstanceIds }));
}

const groupNamed = async (name: string) =>
  (await groups()).find(({ AutoScalingGroupName }) => AutoScalingGroupName === name);

async function left() {
  const { ec2 } = harness.fleet.clients;
  const { Images = [] } = await ec2.send(
    new DescribeImagesCommand({
      Owners: ['self'],
      Filters: [{ Name: 'tag:pipeline-factory:pipeline', Values: [harness.fleet.name] }],
    }),
  );
  const { LaunchTemplateVersions = [] } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: harness.fleet.name }),
  );
  return {
    images: Images.map(({ ImageId = '' }) => ImageId).sort(),
    versions: LaunchTemplateVersions.map(({ VersionNumber }) => `${VersionNumber}`).sort(),
  };
}

test('keeps the old group at its size for the hold, and then retires it', async () => {
  const holding: (number | undefined)[] = [];
  const { result } = await play({
    between: async () => void holding.push((await groupNamed(serving.blue))?.DesiredCapacity),
    step: 15,
  });
  expect(result?.kind).toBe('success');
  expect(holding.slice(0, 4)).toEqual([2, 2, 2, 2]);
  const [only, ...others] = await groups();
  expect(others).toEqual([]);
  expect(only).toMatchObject({ AutoScalingGroupName: green, MinSize: 1, DesiredCapacity: 2 });
  expect(only && tagsOf(only)[MINIMUM_TAG]).toBe('');
  expect(await harness.fleet.look()).toMatchObject({ weights: [0, 100], healthy: [0, 2] });
});

test('reads nothing but the weights and the targets of the group that serves in the hold', async () => {
  const first = job();
  const waiting = await harness.invoke(first);
  harness.proxy.heal();
  const next = harness.next(first, waiting);
  await harness.pass(30);
  expect(next && (await harness.invoke(next))).toMatchObject({
    executionDetails: { summary: expect.stringContaining('Waiting for the hold to end, at ') as string },
  });
  expect(harness.proxy.operations).toEqual([
    'ListActionExecutions',
    'DescribeRules',
    'DescribeTargetHealth',
    'PutJobSuccessResult',
  ]);
});

test('gives the traffic back where the group that serves loses its targets in the hold', async () => {
  const played = await play({
    between: async (look) => {
      if (look === 2) await terminateAll(green);
    },
  });
  expect(failureOf(played)).toBe(
    `The release of group ${green} was taken back in its hold: all traffic is back on group ${serving.blue}, because group ${green} has 0 healthy targets of 2`,
  );
  expect(await harness.fleet.look()).toMatchObject({ weights: [100, 0], healthy: [2, 0] });
  const blue = await groupNamed(serving.blue);
  expect(blue && tagsOf(blue)).not.toHaveProperty([RETIRING_TAG]);
});

test('fails where the release was taken back, and keeps the group that serves', async () => {
  const played = await play({
    between: async (look) => {
      if (look === 3) await harness.fleet.weigh(100);
    },
  });
  expect(failureOf(played)).toBe(
    `The release of group ${green} was taken back in its hold: it has no traffic`,
  );
  const blue = await groupNamed(serving.blue);
  expect(blue).toMatchObject({ DesiredCapacity: 2 });
  expect(blue && tagsOf(blue)).not.toHaveProperty([RETIRING_TAG]);
});

test('fails at once where the group of the release does not serve any more', async () => {
  await harness.fleet.weigh(100);
  expect(failureOf(await play())).toBe(
    `Group ${green} must serve, got: it has no traffic; the release was taken back`,
  );
});

test('retires nothing after a first release', async () => {
  const oldVersion = await harness.fleet.put('asg/old', 'none');
  const { looks, result } = await harness.play(job({ oldVersion }));
  expect(looks).toBe(1);
  expect(result?.kind).toBe('success');
  expect(await groupNamed(serving.blue)).toMatchObject({ DesiredCapacity: 2 });
  expect(await groupNamed(green)).toMatchObject({ MinSize: 1 });
});

test('leaves a group that the pipeline did not make', async () => {
  const name = `foreign-${harness.fleet.name}`;
  await harness.fleet.group({
    ...{ execution: 'x', imageId: serving.imageId, version: serving.version, on: 0 },
    more: { AutoScalingGroupName: name, Tags: [] },
  });
  const oldVersion = await harness.fleet.put('asg/old', name);
  const { result } = await harness.play(job({ oldVersion }));
  expect(result).toMatchObject({
    executionDetails: {
      summary: expect.stringContaining(`Group ${name} is left as it is, because`) as string,
    },
  });
  expect(await groupNamed(name)).toMatchObject({ DesiredCapacity: 2 });
});

test('retires a protected group as far as its protection allows', async () => {
  const AutoScalingGroupName = serving.blue;
  const { autoScaling } = harness.fleet.clients;
  const { Instances = [] } = (await groupNamed(serving.blue)) ?? {};
  const InstanceIds = Instances.slice(0, 1).map(({ InstanceId = '' }) => InstanceId);
  await autoScaling.send(
    new SetInstanceProtectionCommand({ AutoScalingGroupName, InstanceIds, ProtectedFromScaleIn: true }),
  );
  expect(failureOf(await play())).toContain(
    `its instances ${InstanceIds.join()} are protected from scale-in; remove the protection, then retry`,
  );
  await autoScaling.send(
    new SetInstanceProtectionCommand({ AutoScalingGroupName, InstanceIds, ProtectedFromScaleIn: false }),
  );
  await autoScaling.send(
    new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, DeletionProtection: 'prevent-all-deletion' }),
  );
  expect(failureOf(await play())).toContain('is empty, but has deletion protection (prevent-all-deletion)');
});

test.each([
  { name: 'asg/new' as const, value: 'fleet', message: 'must name an Auto Scaling group of the pipeline' },
  {
    name: 'asg/old' as const,
    value: 'a:b',
    message: 'must name an Auto Scaling group or be none, got: "a:b"',
  },
])('refuses nonsense in $name', async ({ name, value, message }) => {
  const version = await harness.fleet.put(name, value);
  const more = name === 'asg/new' ? { newVersion: version } : { oldVersion: version };
  expect(failureOf(await harness.play(job(more)))).toContain(message);
});

test('refuses a version of a parameter that is gone', async () => {
  expect(failureOf(await harness.play(job({ newVersion: '99' })))).toContain('asg/new must have version 99');
});

test('prunes images and template versions beyond those that are kept, none that serves or is in use', async () => {
  const images = [serving.imageId];
  const { fleet } = harness;
  const versions = [serving.version, `${Number(serving.version) + 1}`];
  const before = await left();
  expect(before.images).toContain(images[0]);
  // Four more releases, of which the last serves; each is a minute newer.
  let newest = { green, imageId: '', version: '' };
  for (const execution of ['e3000000', 'e4000000', 'e5000000', 'e6000000']) {
    await harness.pass(60);
    const imageId = await fleet.image();
    const version = await fleet.version(imageId);
    newest = { green: `${fleet.name}-${execution}-1`, imageId, version };
    images.push(imageId);
    versions.push(version);
  }
  const { imageId, version } = newest;
  await fleet.group({ execution: 'e6000000', imageId, version, on: 1 });
  await harness.pass(60);
  const used = images[2] ?? '';
  await fleet.launch(used);
  await fleet.put(
    'release',
    recordOf(newest, {
      group: green,
      version: versions[1] ?? '',
      imageId: before.images.find((id) => id !== serving.imageId) ?? '',
    }),
  );
  const newVersion = await fleet.put('asg/new', newest.green);
  const { result } = await harness.play(job({ newVersion }));
  expect(result?.kind).toBe('success');
  const after = await left();
  // Serving, before it, one more, and what an instance uses; of versions besides what groups name.
  expect(after.versions).toContain(versions.at(-1));
  expect(after.versions).toContain(versions.at(-2));
  expect(after.versions).not.toContain(versions.at(-3));
  expect(after.images).toEqual(expect.arrayContaining([imageId, used, images.at(-2)]));
  expect(after.images).not.toContain(images[1]);
});

const recordOf = (
  one: { green: string; version: string; imageId: string },
  before: { group: string; version: string; imageId: string },
) => {
  const facts = { servingSince: '2026-01-01T00:00:00.000Z', cause: 'release', type: 'asg' };
  const template = (version: string) => ({ name: harness.fleet.name, version });
  return JSON.stringify({
    serving: { ...facts, group: one.green, imageId: one.imageId, launchTemplate: template(one.version) },
    previous: {
      ...facts,
      group: before.group,
      imageId: before.imageId,
      launchTemplate: template(before.version),
    },
  });
};

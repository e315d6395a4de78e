import {
  CancelInstanceRefreshCommand,
  RollbackInstanceRefreshCommand,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { DeregisterImageCommand } from '@aws-sdk/client-ec2';
import { advanceUntil } from '../../testing';
import { instanceRefreshes } from './support/instance-refreshes';

const refreshes = instanceRefreshes();
const { start, refresh, ended, reported, versions } = refreshes;

it('replaces all instances, and leaves its configuration to the group', async () => {
  const Version = await refreshes.fleet.newVersion();
  const InstanceRefreshId = await start(Version, { MinHealthyPercentage: 50 });
  let least = 4;
  await advanceUntil(refreshes.endpoint.clock, async () => {
    const { Instances = [], LaunchTemplate } = await refreshes.fleet.group(refreshes.group);
    const inService = Instances.filter(({ LifecycleState }) => LifecycleState === 'InService').length;
    least = Math.min(least, inService);
    const last = await refresh();
    if (last.Status === 'InProgress') expect(LaunchTemplate?.Version).toBe('1');
    return last.Status === 'Successful';
  });
  expect(least).toBe(2);
  expect(await refresh()).toMatchObject({
    InstanceRefreshId,
    PercentageComplete: 100,
    InstancesToUpdate: 0,
    Preferences: { MinHealthyPercentage: 50, MaxHealthyPercentage: 100, SkipMatching: false },
  });
  expect(await versions()).toEqual(Array(4).fill(Version));
  expect((await refreshes.fleet.group(refreshes.group)).LaunchTemplate?.Version).toBe(Version);
  expect(reported()).toEqual(['Started', 'Succeeded']);
});

it('launches before it terminates where it may grow', async () => {
  const Version = await refreshes.fleet.newVersion();
  await start(Version, { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 });
  const counts = new Set<number>();
  await advanceUntil(refreshes.endpoint.clock, async () => {
    const { Instances = [] } = await refreshes.fleet.group(refreshes.group);
    const inService = Instances.filter(({ LifecycleState }) => LifecycleState === 'InService').length;
    counts.add(inService);
    return (await refresh()).Status === 'Successful';
  });
  expect(Math.min(...counts)).toBe(4);
  expect(Math.max(...counts)).toBe(6);
  expect(await versions()).toEqual(Array(4).fill(Version));
});

it('leaves alone what matches', async () => {
  await start('1', { SkipMatching: true });
  expect(await ended('Successful')).toMatchObject({ InstancesToUpdate: 0, PercentageComplete: 100 });
  expect(
    (await refreshes.fleet.activities(refreshes.group)).filter(({ Description = '' }) =>
      /^Term/.test(Description),
    ),
  ).toEqual([]);
});

it('waits at its checkpoints, and bakes at the end', async () => {
  const Version = await refreshes.fleet.newVersion();
  await start(Version, {
    MinHealthyPercentage: 50,
    CheckpointPercentages: [50, 100],
    CheckpointDelay: 600,
    BakeTime: 300,
  });
  const before = refreshes.endpoint.clock.now().getTime();
  await ended('Baking');
  expect(refreshes.endpoint.clock.now().getTime() - before).toBeGreaterThan(600_000);
  await ended('Successful');
  expect(refreshes.endpoint.clock.now().getTime() - before).toBeGreaterThan(900_000);
});

it.each([
  { left: 'some old ones', MinHealthyPercentage: 75, replaced: 1 },
  { left: 'no old ones', MinHealthyPercentage: 50, replaced: 2 },
])(
  'fails when nothing can be launched for an hour, with $left left',
  async ({ replaced, ...preferences }) => {
    const ImageId = await refreshes.fleet.newImage();
    const Version = await refreshes.fleet.newVersion({ ImageId });
    const isNew = (version?: string) => version === Version;
    await start(Version, { MinHealthyPercentage: preferences.MinHealthyPercentage });
    await advanceUntil(
      refreshes.endpoint.clock,
      async () => (await versions()).filter(isNew).length === replaced,
      1_000,
    );
    await refreshes.fleet.ec2.send(new DeregisterImageCommand({ ImageId }));
    expect(await ended('Failed')).toMatchObject({
      StatusReason: expect.stringContaining('one hour') as string,
    });
    expect(reported()).toEqual(['Started', 'Failed']);
    expect((await versions()).filter(isNew)).toHaveLength(replaced);
  },
);

it('can be cancelled', async () => {
  const Version = await refreshes.fleet.newVersion();
  await start(Version, { MinHealthyPercentage: 75 });
  await advanceUntil(refreshes.endpoint.clock, async () => (await versions()).includes(Version));
  const cancel = () =>
    refreshes.fleet.autoScaling.send(
      new CancelInstanceRefreshCommand({ AutoScalingGroupName: refreshes.group }),
    );
  await cancel();
  expect((await refresh()).Status).toMatch(/^Cancell(ing|ed)$/); // it is over at once where no instance is on its way
  await ended('Cancelled');
  expect(reported()).toEqual(['Started', 'Cancelled']);
  expect(await versions()).toContain('1');
  await expect(cancel()).rejects.toMatchObject({ name: 'ActiveInstanceRefreshNotFoundFault' });
});

it('refuses a second refresh, another template meanwhile, and a rollback that has nothing to return to', async () => {
  const Version = await refreshes.fleet.newVersion();
  await start(Version);
  await expect(start(Version)).rejects.toMatchObject({
    name: 'InstanceRefreshInProgressFault',
    message: 'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
  });
  await expect(
    refreshes.fleet.autoScaling.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: refreshes.group,
        LaunchTemplate: { LaunchTemplateId: refreshes.fleet.template, Version },
      }),
    ),
  ).rejects.toMatchObject({ name: 'ScalingActivityInProgressFault' });
  await refreshes.fleet.autoScaling.send(
    new CancelInstanceRefreshCommand({ AutoScalingGroupName: refreshes.group }),
  );
  await ended('Cancelled');
  await expect(start('$Latest', { AutoRollback: true })).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(start('99')).rejects.toMatchObject({ name: 'ValidationError' });
  await refreshes.fleet.autoScaling.send(
    new StartInstanceRefreshCommand({ AutoScalingGroupName: refreshes.group }),
  );
  await expect(
    refreshes.fleet.autoScaling.send(
      new RollbackInstanceRefreshCommand({ AutoScalingGroupName: refreshes.group }),
    ),
  ).rejects.toMatchObject({ name: 'IrreversibleInstanceRefreshFault' });
});

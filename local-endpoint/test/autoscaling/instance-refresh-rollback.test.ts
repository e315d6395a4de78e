import { RollbackInstanceRefreshCommand } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DeregisterImageCommand } from '@aws-sdk/client-ec2';
import { advanceUntil } from '../../testing';
import { instanceRefreshes } from './support/instance-refreshes';

const refreshes = instanceRefreshes();
const { start, refresh, ended, reported, versions } = refreshes;

it('rolls back by itself when an alarm fires', async () => {
  const cloudWatch = new CloudWatchClient(refreshes.endpoint.client());
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'errors',
      MetricName: 'Errors',
      Namespace: 'Shop',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Period: 60,
      Statistic: 'Sum',
      Threshold: 1,
    }),
  );
  const Version = await refreshes.fleet.newVersion();
  await start(Version, {
    MinHealthyPercentage: 50,
    AutoRollback: true,
    AlarmSpecification: { Alarms: ['errors'] },
  });
  await advanceUntil(refreshes.endpoint.clock, async () => (await versions()).includes(Version));
  await cloudWatch.send(
    new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'test' }),
  );
  const { RollbackDetails } = await ended('RollbackSuccessful');
  expect(RollbackDetails).toMatchObject({
    RollbackReason: 'CloudWatch alarm errors is in the ALARM state.',
    InstancesToUpdateOnRollback: expect.any(Number) as number,
  });
  expect(await versions()).toEqual(Array(4).fill('1'));
  expect((await refreshes.fleet.group(refreshes.group)).LaunchTemplate?.Version).toBe('1');
});

it('counts an instance when the one in its place is warm, and goes back to zero percent in a rollback', async () => {
  const Version = await refreshes.fleet.newVersion();
  await start(Version, { MinHealthyPercentage: 100, MaxHealthyPercentage: 125, BakeTime: 600 });
  const seen: number[] = [];
  const percentages = (status: string) =>
    advanceUntil(refreshes.endpoint.clock, async () => {
      const { Status, PercentageComplete = -1 } = await refresh();
      if (seen.at(-1) !== PercentageComplete) seen.push(PercentageComplete);
      return Status === status;
    });
  await percentages('Baking');
  expect(seen).toEqual([0, 25, 50, 75, 100]);
  await refreshes.fleet.autoScaling.send(
    new RollbackInstanceRefreshCommand({ AutoScalingGroupName: refreshes.group }),
  );
  seen.length = 0;
  await percentages('RollbackSuccessful');
  expect(seen).toEqual([100, 75, 50, 25, 0]);
  expect(await refresh()).toMatchObject({
    InstancesToUpdate: 0,
    RollbackDetails: { PercentageCompleteOnRollback: 100, InstancesToUpdateOnRollback: 0 },
  });
});

it('rolls back when it is asked to, and fails where nothing can be launched', async () => {
  const ImageId = await refreshes.fleet.newImage();
  const Version = await refreshes.fleet.newVersion({ ImageId });
  await start(Version, { MinHealthyPercentage: 50 });
  await refreshes.fleet.ec2.send(new DeregisterImageCommand({ ImageId }));
  const rollBack = () =>
    refreshes.fleet.autoScaling.send(
      new RollbackInstanceRefreshCommand({ AutoScalingGroupName: refreshes.group }),
    );
  await rollBack();
  expect((await refresh()).Status).toBe('RollbackInProgress');
  await ended('RollbackSuccessful');
  expect(reported().slice(-2)).toEqual(['Rollback Started', 'Rollback Succeeded']);
  expect(await versions()).toEqual(Array(4).fill('1'));
  await expect(rollBack()).rejects.toMatchObject({ name: 'ActiveInstanceRefreshNotFoundFault' });
});

it('takes no instance for ready that the load balancer has not found healthy, even in its grace period', async () => {
  const checked = await refreshes.fleet.create({
    ...{ DesiredCapacity: 2, TargetGroupARNs: [refreshes.fleet.targetGroup] },
    ...{ HealthCheckType: 'ELB', HealthCheckGracePeriod: 7200 },
  });
  await refreshes.fleet.settled(checked, 2);
  refreshes.group = checked;
  const ImageId = await refreshes.fleet.newImage({ 'rehearsal.health': 'never' });
  await start(await refreshes.fleet.newVersion({ ImageId }), {
    AutoRollback: true,
    MinHealthyPercentage: 50,
  });
  const last = await ended('RollbackSuccessful');
  expect(last.RollbackDetails?.RollbackReason).toBe('No instance could be replaced within one hour.');
  expect(await versions()).toEqual(['1', '1']);
});

it('leaves in a rollback the instances that are healthy, and replaces first the one that is not yet', async () => {
  const checked = await refreshes.fleet.create({
    ...{ DesiredCapacity: 2, MaxSize: 4, TargetGroupARNs: [refreshes.fleet.targetGroup] },
    ...{ HealthCheckType: 'ELB', HealthCheckGracePeriod: 7200 },
  });
  await refreshes.fleet.settled(checked, 2);
  refreshes.group = checked;
  const Version = await refreshes.fleet.newVersion();
  await start(Version, { InstanceWarmup: 0, MinHealthyPercentage: 100, MaxHealthyPercentage: 150 });
  const inService = async () => {
    const { Instances = [] } = await refreshes.fleet.group(refreshes.group);
    return Instances.filter(({ LifecycleState }) => LifecycleState === 'InService');
  };
  const news = async () => (await inService()).filter((one) => one.LaunchTemplate?.Version === Version);
  await advanceUntil(refreshes.endpoint.clock, async () => (await news()).length === 2, 1_000);
  const [healthy, idle] = await news();
  await refreshes.fleet.autoScaling.send(
    new RollbackInstanceRefreshCommand({ AutoScalingGroupName: refreshes.group }),
  );
  await advanceUntil(refreshes.endpoint.clock, async () => (await inService()).length < 3, 1_000);
  const left = (await inService()).map(({ InstanceId }) => InstanceId);
  expect(left).toContain(healthy?.InstanceId);
  expect(left).not.toContain(idle?.InstanceId);
  await ended('RollbackSuccessful');
});

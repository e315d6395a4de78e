import {
  AttachInstancesCommand,
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeNotificationConfigurationsCommand,
  DescribeTagsCommand,
  DetachInstancesCommand,
  DisableMetricsCollectionCommand,
  EnableMetricsCollectionCommand,
  EnterStandbyCommand,
  ExitStandbyCommand,
  PutNotificationConfigurationCommand,
  SetDesiredCapacityCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { createFleet, type Fleet } from './support/fleet';
import { startAutoScaling } from './support/start';

let endpoint: TestEndpoint;
let fleet: Fleet;

beforeAll(async () => {
  endpoint = await startAutoScaling();
  fleet = await createFleet(endpoint);
});

afterAll(() => endpoint.close());

it('takes an instance out of service and back without a replacement', async () => {
  const AutoScalingGroupName = await fleet.create({ TargetGroupARNs: [fleet.targetGroup] });
  const [{ InstanceId = '' } = {}] = await fleet.settled(AutoScalingGroupName, 2);
  const InstanceIds = [InstanceId];
  await fleet.autoScaling.send(
    new EnterStandbyCommand({ AutoScalingGroupName, InstanceIds, ShouldDecrementDesiredCapacity: true }),
  );
  const { Instances, DesiredCapacity } = await fleet.group(AutoScalingGroupName);
  expect(DesiredCapacity).toBe(1);
  expect(Instances?.map(({ LifecycleState }) => LifecycleState).sort()).toEqual(['InService', 'Standby']);
  await fleet.autoScaling.send(new ExitStandbyCommand({ AutoScalingGroupName, InstanceIds }));
  await fleet.settled(AutoScalingGroupName, 2);
  expect(Object.keys(await fleet.targets())).toContain(InstanceId);
});

it('gives an instance away, and takes it into another group', async () => {
  const from = await fleet.create({ DesiredCapacity: 1 });
  const to = await fleet.create({ DesiredCapacity: 0 });
  const [{ InstanceId = '' } = {}] = await fleet.settled(from, 1);
  const InstanceIds = [InstanceId];
  await expect(
    fleet.autoScaling.send(new AttachInstancesCommand({ AutoScalingGroupName: to, InstanceIds })),
  ).rejects.toMatchObject({ message: `Instance ${InstanceId} is already part of an AutoScalingGroup.` });
  await fleet.autoScaling.send(
    new DetachInstancesCommand({
      AutoScalingGroupName: from,
      InstanceIds,
      ShouldDecrementDesiredCapacity: true,
    }),
  );
  expect(await fleet.group(from)).toMatchObject({ DesiredCapacity: 0, Instances: [] });
  await fleet.autoScaling.send(new AttachInstancesCommand({ AutoScalingGroupName: to, InstanceIds }));
  expect(await fleet.group(to)).toMatchObject({
    DesiredCapacity: 1,
    Instances: [{ InstanceId, LifecycleState: 'InService' }],
  });
});

it('keeps tags, and finds groups by them', async () => {
  const ResourceId = await fleet.create({ DesiredCapacity: 0 });
  const other = await fleet.create({ DesiredCapacity: 0 });
  const tag = (Key: string, Value: string) => ({
    ResourceId,
    ResourceType: 'auto-scaling-group',
    Key,
    Value,
    PropagateAtLaunch: true,
  });
  await fleet.autoScaling.send(
    new CreateOrUpdateTagsCommand({ Tags: [tag('stage', 'green'), tag('old', 'yes')] }),
  );
  await fleet.autoScaling.send(new DeleteTagsCommand({ Tags: [{ ResourceId, Key: 'old' }] }));
  const { Tags } = await fleet.autoScaling.send(
    new DescribeTagsCommand({ Filters: [{ Name: 'auto-scaling-group', Values: [ResourceId] }] }),
  );
  expect(Tags).toEqual([tag('stage', 'green')]);
  const find = async (Filters: { Name: string; Values: string[] }[]) =>
    (await fleet.autoScaling.send(new DescribeAutoScalingGroupsCommand({ Filters }))).AutoScalingGroups?.map(
      ({ AutoScalingGroupName }) => AutoScalingGroupName,
    );
  expect(await find([{ Name: 'tag:stage', Values: ['blue', 'green'] }])).toEqual([ResourceId]);
  expect(await find([{ Name: 'tag-key', Values: ['old'] }])).toEqual([]);
  await expect(
    fleet.autoScaling.send(
      new CreateOrUpdateTagsCommand({ Tags: [{ ...tag('a', 'b'), ResourceId: 'nowhere' }] }),
    ),
  ).rejects.toMatchObject({ message: 'AutoScalingGroup not found - AutoScaling Group nowhere not found' });
  expect(other).not.toBe(ResourceId);
});

it('lists groups in pages', async () => {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await fleet.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ MaxRecords: 2, NextToken }),
    );
    expect(page.AutoScalingGroups?.length).toBeLessThanOrEqual(2);
    names.push(
      ...(page.AutoScalingGroups ?? []).map(({ AutoScalingGroupName = '' }) => AutoScalingGroupName),
    );
    NextToken = page.NextToken;
  } while (NextToken);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(5);
});

it('collects metrics as long as it shall', async () => {
  const AutoScalingGroupName = await fleet.create({ DesiredCapacity: 0 });
  await fleet.autoScaling.send(
    new EnableMetricsCollectionCommand({ AutoScalingGroupName, Granularity: '1Minute' }),
  );
  const { EnabledMetrics = [] } = await fleet.group(AutoScalingGroupName);
  expect(EnabledMetrics).toContainEqual({ Metric: 'GroupDesiredCapacity', Granularity: '1Minute' });
  await fleet.autoScaling.send(new DisableMetricsCollectionCommand({ AutoScalingGroupName }));
  expect((await fleet.group(AutoScalingGroupName)).EnabledMetrics).toEqual([]);
});

it('publishes launches to a topic', async () => {
  const AutoScalingGroupName = await fleet.create({ DesiredCapacity: 0 });
  const sns = new SNSClient(endpoint.client());
  const { TopicArn: TopicARN = '' } = await sns.send(new CreateTopicCommand({ Name: 'fleet' }));
  const NotificationTypes = ['autoscaling:EC2_INSTANCE_LAUNCH'];
  const put = (topic: string) =>
    fleet.autoScaling.send(
      new PutNotificationConfigurationCommand({ AutoScalingGroupName, TopicARN: topic, NotificationTypes }),
    );
  await put(TopicARN);
  await expect(put(`${TopicARN}-missing`)).rejects.toMatchObject({ name: 'ValidationError' });
  const { NotificationConfigurations } = await fleet.autoScaling.send(
    new DescribeNotificationConfigurationsCommand({ AutoScalingGroupNames: [AutoScalingGroupName] }),
  );
  expect(NotificationConfigurations).toEqual([
    { AutoScalingGroupName, TopicARN, NotificationType: 'autoscaling:EC2_INSTANCE_LAUNCH' },
  ]);
  await fleet.autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: 1 }));
  const published = await advanceUntil(endpoint.clock, () =>
    endpoint.calls.find(
      ({ operation, input }) =>
        operation === 'Publish' && String(input.Message).includes('autoscaling:EC2_INSTANCE_LAUNCH"'),
    ),
  );
  expect(JSON.parse(String(published.input.Message))).toMatchObject({
    AutoScalingGroupName,
    Event: 'autoscaling:EC2_INSTANCE_LAUNCH',
  });
});

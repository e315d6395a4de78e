import type {
  AttachInstancesQuery,
  DetachInstancesAnswer,
  DetachInstancesQuery,
  EnterStandbyAnswer,
  EnterStandbyQuery,
  ExitStandbyAnswer,
  ExitStandbyQuery,
} from '@aws-sdk/client-auto-scaling';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { ec2Of } from '../clients';
import { describeActivity } from '../describe';
import { addActivity, causeOf, endActivity } from '../engine/activities';
import { deregisterInstances, registerInstances } from '../engine/attachments';
import { wakeGroup } from '../engine/wake';
import { exclusively, findChangeable } from '../exclusive';
import { findInstances } from '../find-instance';
import { invalid, required, typed } from '../input';
import type { GroupInstance, GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnterStandby.html */
export const enterStandby =
  (store: AutoScalingStore): Operation<EnterStandbyQuery, EnterStandbyAnswer> =>
  async (raw, context) => {
    const input = typed<EnterStandbyQuery>(raw);
    required(input, 'AutoScalingGroupName', 'ShouldDecrementDesiredCapacity');
    const scope = scopeOf(context);
    const group = findChangeable(store.in(scope), input.AutoScalingGroupName);
    const Activities = await exclusively(store, scope, group.name, async () => {
      const instances = inService(group, input.InstanceIds);
      decrement(group, instances.length, input.ShouldDecrementDesiredCapacity === true);
      for (const instance of instances) instance.state = 'EnteringStandby';
      await deregisterInstances(store, group, instances);
      return instances.map((instance) => {
        instance.state = 'Standby';
        return record(
          store,
          group,
          instance,
          `Moving EC2 instance to Standby: ${instance.id}`,
          'moved to standby',
        );
      });
    });
    void wakeGroup(store, group);
    return { Activities };
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ExitStandby.html */
export const exitStandby =
  (store: AutoScalingStore): Operation<ExitStandbyQuery, ExitStandbyAnswer> =>
  async (raw, context) => {
    const input = typed<ExitStandbyQuery>(raw);
    required(input, 'AutoScalingGroupName');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const instances = findInstances(group, input.InstanceIds);
    const other = instances.find(({ state }) => state !== 'Standby');
    if (other) throw invalid(`The instance ${other.id} is not in Standby.`);
    if (group.desired + instances.length > group.settings.MaxSize)
      throw invalid(
        `The group's desired capacity would be above its maximum size ${group.settings.MaxSize}.`,
      );
    group.desired += instances.length;
    const Activities = instances.map((instance) => {
      instance.state = 'Pending:Proceed';
      return record(
        store,
        group,
        instance,
        `Moving EC2 instance out of Standby: ${instance.id}`,
        'moved out of standby',
      );
    });
    void wakeGroup(store, group);
    return { Activities };
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DetachInstances.html */
export const detachInstances =
  (store: AutoScalingStore): Operation<DetachInstancesQuery, DetachInstancesAnswer> =>
  async (raw, context) => {
    const input = typed<DetachInstancesQuery>(raw);
    required(input, 'AutoScalingGroupName', 'ShouldDecrementDesiredCapacity');
    const scope = scopeOf(context);
    const group = findChangeable(store.in(scope), input.AutoScalingGroupName);
    const Activities = await exclusively(store, scope, group.name, async () => {
      const instances = findInstances(group, input.InstanceIds);
      decrement(group, instances.length, input.ShouldDecrementDesiredCapacity === true);
      for (const instance of instances) instance.state = 'Detaching';
      await deregisterInstances(store, group, instances);
      group.instances = group.instances.filter((instance) => !instances.includes(instance));
      return instances.map((instance) =>
        record(store, group, instance, `Detaching EC2 instance: ${instance.id}`, 'detached'),
      );
    });
    void wakeGroup(store, group);
    return { Activities };
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AttachInstances.html */
export const attachInstances =
  (store: AutoScalingStore): Operation<AttachInstancesQuery> =>
  async (raw, context) => {
    const input = typed<AttachInstancesQuery>(raw);
    required(input, 'AutoScalingGroupName', 'InstanceIds');
    const scope = scopeOf(context);
    const group = findChangeable(store.in(scope), input.AutoScalingGroupName);
    await exclusively(store, scope, group.name, async () => {
      const instances = await readInstances(store, group, input.InstanceIds ?? []);
      if (group.desired + instances.length > group.settings.MaxSize)
        throw invalid(
          `Attaching ${instances.length} instances would be above the maximum size ${group.settings.MaxSize} of the group.`,
        );
      await registerInstances(store, group, instances);
      group.desired += instances.length;
      group.instances.push(...instances);
    });
    void wakeGroup(store, group);
    return {};
  };

function inService(group: GroupRecord, ids: readonly string[] = []): GroupInstance[] {
  const instances = findInstances(group, ids);
  const other = instances.find(({ state }) => state !== 'InService');
  if (other) throw invalid(`The instance ${other.id} is not in InService.`);
  return instances;
}

function decrement(group: GroupRecord, count: number, should: boolean): void {
  if (!should) return;
  const { MinSize } = group.settings;
  if (group.desired - count < MinSize)
    throw invalid(
      `AutoScalingGroup ${group.name} has min-size=${MinSize}, max-size=${group.settings.MaxSize}, and desired-size=${group.desired}. To place into standby ${count} more instance without replacement will violate the group's min-size. Please edit the group's min-size or set ShouldDecrementDesiredCapacity to false.`,
    );
  group.desired -= count;
}

function record(
  store: AutoScalingStore,
  group: GroupRecord,
  instance: GroupInstance,
  description: string,
  what: string,
) {
  const why = `instance ${instance.id} was ${what} in response to a user request`;
  const activity = addActivity(
    store,
    group,
    { description, cause: causeOf(store, group, why), status: 'InProgress' },
    { id: instance.subnet, zone: instance.zone },
  );
  if (instance.state !== 'Pending:Proceed') endActivity(store, { activity }, 'Successful');
  instance.activity = activity;
  return describeActivity(activity);
}

async function readInstances(
  store: AutoScalingStore,
  group: GroupRecord,
  InstanceIds: string[],
): Promise<GroupInstance[]> {
  const { Reservations = [] } = await ec2Of(store, group)
    .send(new DescribeInstancesCommand({ InstanceIds }))
    .catch((error: Error) => {
      throw invalid(`Invalid Instance ID(s): ${InstanceIds.join(', ')}. ${error.message}`);
    });
  const taken = [...store.in(group).groups.values()].flatMap(({ instances }) =>
    instances.map(({ id }) => id),
  );
  return Reservations.flatMap(({ Instances = [] }) => Instances).map((found) => {
    const { InstanceId: id = '', State, SubnetId: subnet = '', Placement } = found;
    if (State?.Name !== 'running') throw invalid(`Instance ${id} is not in correct state.`);
    if (taken.includes(id)) throw invalid(`Instance ${id} is already part of an AutoScalingGroup.`);
    const zone = Placement?.AvailabilityZone ?? '';
    const activity = addActivity(
      store,
      group,
      {
        description: `Attaching an existing EC2 instance: ${id}`,
        cause: causeOf(
          store,
          group,
          `an instance was attached in response to a user request, increasing the capacity from ${group.desired} to ${group.desired + InstanceIds.length}`,
        ),
        status: 'Successful',
        progress: 100,
        endedAt: store.now(),
      },
      { id: subnet, zone },
    );
    return {
      id,
      zone,
      subnet,
      activity,
      type: found.InstanceType ?? '',
      imageId: found.ImageId ?? '',
      spot: found.InstanceLifecycle === 'spot',
      launchedAt: found.LaunchTime ?? store.now(),
      inServiceAt: store.now(),
      state: 'InService',
      health: 'Healthy',
      protected: group.settings.NewInstancesProtectedFromScaleIn,
      waits: [],
    };
  });
}

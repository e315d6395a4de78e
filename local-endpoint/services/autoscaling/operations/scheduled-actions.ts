import type {
  BatchDeleteScheduledActionAnswer,
  BatchDeleteScheduledActionType,
  BatchPutScheduledUpdateGroupActionAnswer,
  BatchPutScheduledUpdateGroupActionType,
  DeleteScheduledActionType,
  DescribeScheduledActionsType,
  FailedScheduledUpdateGroupActionRequest,
  PutScheduledUpdateGroupActionType,
  ScheduledActionsType,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { wakeGroup } from '../engine/wake';
import { findChangeable } from '../exclusive';
import { invalid, required, typed } from '../input';
import type { GroupRecord } from '../model';
import { autoScalingPage } from '../paging';
import { scheduledActionOf } from '../scaling/scheduled-action';
import { type AutoScalingStore, findGroup } from '../store';

/** The quota of a group. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html */
const MAX_SCHEDULED_ACTIONS = 125;

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html */
export const putScheduledUpdateGroupAction =
  (store: AutoScalingStore): Operation<PutScheduledUpdateGroupActionType> =>
  async (raw, context) => {
    const input = typed<PutScheduledUpdateGroupActionType>(raw);
    required(input, 'AutoScalingGroupName', 'ScheduledActionName');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    put(store, group, input);
    void wakeGroup(store, group);
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_BatchPutScheduledUpdateGroupAction.html */
export const batchPutScheduledUpdateGroupAction =
  (
    store: AutoScalingStore,
  ): Operation<BatchPutScheduledUpdateGroupActionType, BatchPutScheduledUpdateGroupActionAnswer> =>
  async (raw, context) => {
    const input = typed<BatchPutScheduledUpdateGroupActionType>(raw);
    required(input, 'AutoScalingGroupName', 'ScheduledUpdateGroupActions');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const failed = (input.ScheduledUpdateGroupActions ?? []).flatMap((action) =>
      failureOf(action.ScheduledActionName, () => put(store, group, action)),
    );
    void wakeGroup(store, group);
    return { FailedScheduledUpdateGroupActions: failed };
  };

function put(
  store: AutoScalingStore,
  group: GroupRecord,
  input: Omit<PutScheduledUpdateGroupActionType, 'AutoScalingGroupName'>,
): void {
  const { ScheduledActionName: name = '' } = input;
  if (!group.scheduled.has(name) && group.scheduled.size >= MAX_SCHEDULED_ACTIONS)
    throw new AwsError(
      'LimitExceeded',
      `You have reached the maximum of ${MAX_SCHEDULED_ACTIONS} scheduled actions.`,
    );
  group.scheduled.set(name, scheduledActionOf(store, group, { ...input, ScheduledActionName: name }));
}

function failureOf(name: string | undefined, act: () => void): FailedScheduledUpdateGroupActionRequest[] {
  try {
    act();
    return [];
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return [{ ScheduledActionName: name, ErrorCode: error.code, ErrorMessage: error.message }];
  }
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScheduledActions.html */
export const describeScheduledActions =
  (store: AutoScalingStore): Operation<DescribeScheduledActionsType, ScheduledActionsType> =>
  async (raw, context) => {
    const input = typed<DescribeScheduledActionsType>(raw);
    const { AutoScalingGroupName: name, ScheduledActionNames: names = [] } = input;
    const state = store.in(scopeOf(context));
    const groups = name === undefined ? [...state.groups.values()] : [findGroup(state, name)];
    const all = groups
      .flatMap(({ scheduled }) => [...scheduled.values()].map(({ action }) => action))
      .filter(({ ScheduledActionName = '' }) => names.length === 0 || names.includes(ScheduledActionName))
      .filter(({ StartTime = new Date(0) }) => !input.StartTime || StartTime >= input.StartTime)
      .filter(({ StartTime = new Date(0) }) => !input.EndTime || StartTime <= input.EndTime);
    const { items, next } = autoScalingPage(all, input);
    return { ScheduledUpdateGroupActions: items, NextToken: next };
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteScheduledAction.html */
export const deleteScheduledAction =
  (store: AutoScalingStore): Operation<DeleteScheduledActionType> =>
  async (raw, context) => {
    const input = typed<DeleteScheduledActionType>(raw);
    required(input, 'AutoScalingGroupName', 'ScheduledActionName');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    remove(group, input.ScheduledActionName);
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_BatchDeleteScheduledAction.html */
export const batchDeleteScheduledAction =
  (store: AutoScalingStore): Operation<BatchDeleteScheduledActionType, BatchDeleteScheduledActionAnswer> =>
  async (raw, context) => {
    const input = typed<BatchDeleteScheduledActionType>(raw);
    required(input, 'AutoScalingGroupName', 'ScheduledActionNames');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const failed = (input.ScheduledActionNames ?? []).flatMap((name) =>
      failureOf(name, () => remove(group, name)),
    );
    return { FailedScheduledActions: failed };
  };

function remove({ scheduled }: GroupRecord, name = ''): void {
  if (!scheduled.delete(name)) throw invalid(`Scheduled action name not found: ${name}`);
}

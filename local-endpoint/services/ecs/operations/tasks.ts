import type {
  DescribeTasksRequest,
  Failure,
  ListTasksRequest,
  StopTaskRequest,
  Task,
} from '@aws-sdk/client-ecs';
import { nameOfArn } from '../../../kit/arn';
import { notSupported } from '../../../kit/not-supported';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { stopAndSchedule } from '../deployments/scheduler';
import { forward } from '../../../kit/forward';
import { type EcsStore, serviceKey } from '../store';
import { describeTask, taskArnOf } from '../tasks/describe';
import { tasksOf } from '../tasks/find';
import { isLive } from '../tasks/task';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
export const describeTasks =
  (store: EcsStore): Operation<DescribeTasksRequest> =>
  async (input, context) => {
    const names = input.tasks ?? [];
    const ids = names.map(nameOfArn);
    const local = tasksOf(store, scopeOf(context), input.cluster).filter(({ task }) => ids.includes(task.id));
    const tasks = local.map(({ service, task }) => describeTask(service, task));
    const known = local.map(({ task }) => task.id);
    const others = names.filter((name) => !known.includes(nameOfArn(name)));
    if (others.length === 0 && tasks.length > 0) return { tasks, failures: [] };
    const output = await forward<{ tasks?: Task[]; failures?: Failure[] }>(context, {
      ...input,
      tasks: others,
    });
    return { ...output, tasks: [...tasks, ...(output.tasks ?? [])] };
  };

/**
 * Adds the tasks of services to those that moto knows, which belong to none.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
 */
export const listTasks =
  (store: EcsStore): Operation<ListTasksRequest> =>
  async (input, context) => {
    const output = await forward<{ taskArns?: string[] }>(context);
    const { serviceName, family, startedBy, desiredStatus = 'RUNNING' } = input;
    const local = tasksOf(store, scopeOf(context), input.cluster).filter(
      ({ service, task }) =>
        (!serviceName || service.name === nameOfArn(serviceName)) &&
        (!family || task.definition.family === family) &&
        (!startedBy || task.startedBy === startedBy) &&
        (desiredStatus === 'RUNNING') === isLive(task),
    );
    const others = serviceName ? [] : (output.taskArns ?? []);
    return { taskArns: [...local.map(({ service, task }) => taskArnOf(service, task)), ...others] };
  };

/**
 * Stops a task; its service starts another one instead.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html
 * @throws AwsError `UnsupportedOperation` for a task of a task set
 */
export const stopTask =
  (store: EcsStore): Operation<StopTaskRequest> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const id = nameOfArn(input.task ?? '');
    const found = tasksOf(store, scope, input.cluster).find(({ task }) => task.id === id);
    if (!found) return forward(context);
    const { task, service } = found;
    const rolling = store.in(scope).rollingServices.get(serviceKey(service.cluster, service.name));
    if (!rolling) throw notSupported('ecs:StopTask for services with the CODE_DEPLOY controller');
    const reason = input.reason ?? 'Task stopped by user';
    const stopping = stopAndSchedule(store, rolling, [task], { code: 'UserInitiated', reason });
    stopping.catch((error: Error) => store.context.log(`ecs: task ${id}: ${error.message}`));
    return { task: describeTask(service, task) };
  };

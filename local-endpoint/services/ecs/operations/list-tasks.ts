import type { ListTasksRequest } from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { forward } from '../moto';
import { lastPart, type EcsStore } from '../store';
import { tasksOf } from '../tasks/find';
import { taskArnOf } from '../tasks/describe';
import { isLive } from '../tasks/task';

/**
 * Adds the tasks of services to those that moto knows, which belong to none.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
 */
export const listTasks =
  (store: EcsStore): Operation<ListTasksRequest> =>
  async (input, context) => {
    const output = await forward<{ taskArns?: string[] }>(context);
    const { serviceName, family, startedBy, desiredStatus = 'RUNNING' } = input;
    const local = tasksOf(store, context, input.cluster).filter(
      ({ service, task }) =>
        (!serviceName || service.name === lastPart(serviceName)) &&
        (!family || task.definition.family === family) &&
        (!startedBy || task.startedBy === startedBy) &&
        (desiredStatus === 'RUNNING') === isLive(task),
    );
    const others = serviceName ? [] : (output.taskArns ?? []);
    return { taskArns: [...local.map(({ service, task }) => taskArnOf(service, task)), ...others] };
  };

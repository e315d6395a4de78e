import type { StopTaskRequest } from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { stopAndLook } from '../deployments/scheduler';
import { forward } from '../moto';
import { lastPart, type EcsStore, serviceKey } from '../store';
import { describeTask } from '../tasks/describe';
import { tasksOf } from '../tasks/find';
import { invalidParameter } from '../validate';

/**
 * Stops a task; its service starts another one in its place.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html
 */
export const stopTask =
  (store: EcsStore): Operation<StopTaskRequest> =>
  async (input, context) => {
    const id = lastPart(input.task ?? '');
    const found = tasksOf(store, context, input.cluster).find(({ task }) => task.id === id);
    if (!found) return forward(context);
    const { task, service } = found;
    const { account, region, cluster, name } = service;
    const rolling = store.rolling.get(serviceKey(account, region, cluster, name));
    if (!rolling)
      throw invalidParameter(
        'The local endpoint stops no tasks of services with the CODE_DEPLOY controller.',
      );
    const reason = input.reason ?? 'Task stopped by user';
    const stopping = stopAndLook(store, rolling, [task], { code: 'UserInitiated', reason });
    stopping.catch((error: Error) => store.context.log(`ecs: task ${id}: ${error.message}`));
    return { task: describeTask(service, task) };
  };

import type { DescribeTasksRequest, Failure, Task } from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { forward } from '../moto';
import { lastPart, type EcsStore } from '../store';
import { describeTask } from '../tasks/describe';
import { tasksOf } from '../tasks/find';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
export const describeTasks =
  (store: EcsStore): Operation<DescribeTasksRequest> =>
  async (input, context) => {
    const asked = (input.tasks ?? []).map(lastPart);
    const local = tasksOf(store, context, input.cluster).filter(({ task }) => asked.includes(task.id));
    const tasks = local.map(({ service, task }) => describeTask(service, task));
    const known = local.map(({ task }) => task.id);
    const others = (input.tasks ?? []).filter((name) => !known.includes(lastPart(name)));
    if (others.length === 0 && tasks.length > 0) return { tasks, failures: [] };
    const output = await forward<{ tasks?: Task[]; failures?: Failure[] }>(context, {
      ...input,
      tasks: others,
    });
    return { ...output, tasks: [...tasks, ...(output.tasks ?? [])] };
  };

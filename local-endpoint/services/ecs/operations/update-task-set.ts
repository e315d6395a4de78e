import {
  DescribeServicesCommand,
  ECSClient,
  type TaskSet,
  type UpdateTaskSetRequest,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { computedDesiredCount, forward } from '../moto';
import { overlayTaskSet } from '../overlay';
import { type EcsStore, serviceKey } from '../store';
import { runTasks } from '../tasks/task-set';

/** Scales a task set. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskSet.html */
export const updateTaskSet =
  (store: EcsStore): Operation<UpdateTaskSetRequest> =>
  async (input, context) => {
    const output = await forward<{ taskSet: TaskSet }>(context);
    const { accountId } = context.caller;
    const { cluster, service = '' } = input;
    const local = store.services.get(serviceKey(accountId, context.region, cluster, service));
    const known = local?.taskSets.get(output.taskSet.taskSetArn ?? '');
    if (!local || !known) return output;
    const client = new ECSClient(store.context.aws.asService(accountId, context.region));
    const { services } = await client.send(new DescribeServicesCommand({ cluster, services: [service] }));
    const desired = computedDesiredCount(services?.[0] ?? {}, output.taskSet);
    if (known.started) await runTasks(store, local, known, output.taskSet, desired);
    return { taskSet: await overlayTaskSet(store, services?.[0] ?? {}, output.taskSet, local) };
  };

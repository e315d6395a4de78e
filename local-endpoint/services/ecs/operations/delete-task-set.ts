import {
  type DeleteTaskSetRequest,
  DescribeTaskSetsCommand,
  ECSClient,
  type TaskSet,
} from '@aws-sdk/client-ecs';
import { clientOf } from '../../../kit/client';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { addEvent } from '../events';
import { forward } from '../../../kit/forward';
import { type LocalCodeDeployService, type LocalTaskSet, type EcsStore, serviceKey } from '../store';
import { runTasks } from '../tasks/task-set';
import { invalidParameter } from '../validate';
import { taskSetNotFound } from './task-sets';

/**
 * Deregisters the task set's targets and stops its tasks. It is gone at once; ECS shows it DRAINING for a while.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteTaskSet.html
 */
export const deleteTaskSet =
  (store: EcsStore): Operation<DeleteTaskSetRequest> =>
  async (input, context) => {
    const { cluster, service, taskSet = '' } = input;
    const local = store.in(scopeOf(context)).codeDeployServices.get(serviceKey(cluster, service));
    if (!local) return forward(context, { ...input, cluster: cluster ?? 'default' });
    const client = clientOf(ECSClient, store.asService(local));
    const described = await client.send(
      new DescribeTaskSetsCommand({ cluster, service, taskSets: [taskSet] }),
    );
    const current = described.taskSets?.[0];
    if (!current) throw taskSetNotFound();
    if (!input.force && (current.scale?.value ?? 100) > 0)
      throw invalidParameter('The task set cannot be deleted while it is scaled above 0.');
    const output = await forward<{ taskSet: TaskSet }>(context, {
      ...input,
      cluster: local.cluster,
      service: local.name,
      taskSet: current.taskSetArn,
    });
    const known = local.taskSets.get(current.taskSetArn ?? '');
    if (known) await stop(store, local, known, current);
    return { taskSet: { ...output.taskSet, status: 'DRAINING', scale: { value: 0, unit: 'PERCENT' } } };
  };

async function stop(
  store: EcsStore,
  service: LocalCodeDeployService,
  known: LocalTaskSet,
  taskSet: TaskSet,
): Promise<void> {
  known.gone.abort();
  service.taskSets.delete(known.arn);
  await known.starting; // targets that are just being registered must not stay behind
  const stopped = known.tasks;
  await runTasks(store, service, known, taskSet, 0);
  for (const { id } of stopped)
    addEvent(
      store,
      service,
      `(service ${service.name}, taskSet ${known.id}) has stopped 1 running tasks: (task ${id}).`,
    );
}

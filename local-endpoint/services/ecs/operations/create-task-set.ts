import {
  type CreateTaskSetRequest,
  ECSClient,
  type TaskSet,
  UpdateTaskSetCommand,
} from '@aws-sdk/client-ecs';
import { clientOf } from '../../../kit/client';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { forward } from '../../../kit/forward';
import { type EcsStore, type LocalTaskSet, serviceKey } from '../store';
import { startTasks } from '../tasks/task-set';
import { checkLoadBalancers } from '../validate';

/**
 * Sets the scale afterwards: given a scale, moto wants memory on each container, which Fargate tasks need not have, and
 * starts tasks of its own, which would be on no target group. The tasks of a service's first task set run at once, those
 * of later ones after a while.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateTaskSet.html
 */
export const createTaskSet =
  (store: EcsStore): Operation<CreateTaskSetRequest> =>
  async (input, context) => {
    const scope = scopeOf(context);
    await checkLoadBalancers(store, scope, input.taskDefinition, input.loadBalancers ?? []);
    const { scale, ...rest } = input;
    const output = await forward<{ taskSet: TaskSet }>(context, rest);
    const service = store.in(scope).codeDeployServices.get(serviceKey(input.cluster, input.service));
    if (!service) return output;
    const { taskSet } = output;
    const first = service.taskSets.size === 0;
    const local = localTaskSet(store, taskSet);
    service.taskSets.set(local.arn, local);
    if (scale?.value !== undefined && scale.value !== 100) {
      const client = clientOf(ECSClient, store.asService(scope));
      const { cluster } = input;
      await client.send(
        new UpdateTaskSetCommand({ cluster, service: service.name, taskSet: local.arn, scale }),
      );
      taskSet.scale = scale;
    }
    const started = startTasks(store, service, local, taskSet, first);
    local.starting = started.catch(() => undefined);
    if (first) await started;
    else
      started.catch((error: Error) => {
        if (!store.context.closing.aborted)
          store.context.log(`ecs: ${local.id} did not start: ${error.message}`);
      });
    return output;
  };

function localTaskSet(store: EcsStore, { taskSetArn = '', id = '' }: TaskSet): LocalTaskSet {
  return {
    arn: taskSetArn,
    id,
    gone: new AbortController(),
    tasks: [],
    started: false,
    createdAt: store.context.clock.now(),
    stabilityStatus: 'STABILIZING',
    stabilityStatusAt: store.context.clock.now(),
  };
}

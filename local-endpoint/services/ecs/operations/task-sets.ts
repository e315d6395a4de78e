import {
  DescribeTaskSetsCommand,
  type DescribeTaskSetsRequest,
  ECSClient,
  type TaskSet,
  type UpdateServicePrimaryTaskSetRequest,
  type UpdateTaskSetRequest,
} from '@aws-sdk/client-ecs';
import { clientOf } from '../../../kit/client';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { forward } from '../../../kit/forward';
import { computedDesiredCount } from '../moto';
import { overlayTaskSet } from '../overlay';
import { readEcsService } from '../read-service';
import { type EcsStore, serviceKey } from '../store';
import { runTasks } from '../tasks/task-set';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskSets.html */
export const describeTaskSets =
  (store: EcsStore): Operation<DescribeTaskSetsRequest> =>
  async ({ cluster, service }, context) => {
    const output = await forward<{ taskSets?: TaskSet[] }>(context);
    const local = store.in(scopeOf(context)).codeDeployServices.get(serviceKey(cluster, service));
    if (!local) return output;
    const current = await readEcsService(store, local, local.cluster, local.name);
    const overlaid = (output.taskSets ?? []).map((taskSet) =>
      overlayTaskSet(store, current ?? {}, taskSet, local),
    );
    return { ...output, taskSets: await Promise.all(overlaid) };
  };

/** Scales a task set. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskSet.html */
export const updateTaskSet =
  (store: EcsStore): Operation<UpdateTaskSetRequest> =>
  async ({ cluster, service }, context) => {
    const { taskSet } = await forward<{ taskSet: TaskSet }>(context);
    const local = store.in(scopeOf(context)).codeDeployServices.get(serviceKey(cluster, service));
    const known = local?.taskSets.get(taskSet.taskSetArn ?? '');
    if (!local || !known) return { taskSet };
    const current = (await readEcsService(store, local, local.cluster, local.name)) ?? {};
    if (known.started) await runTasks(store, local, known, taskSet, computedDesiredCount(current, taskSet));
    return { taskSet: await overlayTaskSet(store, current, taskSet, local) };
  };

/**
 * moto changes statuses and the service's own task definition and load balancers, but finds task sets only by ARN.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateServicePrimaryTaskSet.html
 */
export const updateServicePrimaryTaskSet =
  (store: EcsStore): Operation<UpdateServicePrimaryTaskSetRequest> =>
  async (input, context) => {
    const { cluster, service, primaryTaskSet = '' } = input;
    const scope = scopeOf(context);
    const client = clientOf(ECSClient, store.asService(scope));
    const find = new DescribeTaskSetsCommand({ cluster, service, taskSets: [primaryTaskSet] });
    const known = (await client.send(find)).taskSets?.[0];
    if (!known) throw taskSetNotFound();
    const output = await forward<{ taskSet: TaskSet }>(context, {
      ...input,
      primaryTaskSet: known.taskSetArn,
    });
    const isLocal = store.in(scope).codeDeployServices.has(serviceKey(cluster, service));
    return isLocal ? { taskSet: (await client.send(find)).taskSets?.[0] } : output;
  };

/** ECS's error for a task set that the service does not have. */
export const taskSetNotFound = (): AwsError =>
  new AwsError('TaskSetNotFoundException', 'The specified task set does not exist.');

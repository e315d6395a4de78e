import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TaskSet } from '@aws-sdk/client-ecs';
import { clientOf } from '../../kit/client';
import { computedDesiredCount, isCodeDeploy, type MotoService } from './moto';
import type { LocalCodeDeployService, LocalTaskSet, EcsStore } from './store';

/**
 * Adds to moto's answer what moto does not know of a service with the CODE_DEPLOY controller: counts, stability, events.
 * Other services stay as they are.
 */
export async function overlayService(
  store: EcsStore,
  service: MotoService,
  local?: LocalCodeDeployService,
): Promise<MotoService> {
  if (!local || !isCodeDeploy(service)) return service;
  const taskSets = await Promise.all(
    (service.taskSets ?? []).map((taskSet) => overlayTaskSet(store, service, taskSet, local)),
  );
  return {
    ...local.settings,
    ...service,
    taskSets,
    runningCount: sum(taskSets.map(({ runningCount }) => runningCount)),
    pendingCount: sum(taskSets.map(({ pendingCount }) => pendingCount)),
    events: [...local.events],
  };
}

/** The same for one task set. @param service has the desired count that the task set's scale is a percentage of */
export async function overlayTaskSet(
  store: EcsStore,
  service: Pick<MotoService, 'desiredCount'>,
  taskSet: TaskSet,
  local: LocalCodeDeployService,
): Promise<TaskSet> {
  const known = local.taskSets.get(taskSet.taskSetArn ?? '');
  if (!known) return taskSet;
  const desired = computedDesiredCount(service, taskSet);
  const steady = known.tasks.length === desired && (await allHealthy(store, local, known, taskSet));
  const stabilityStatus = steady ? 'STEADY_STATE' : 'STABILIZING';
  if (stabilityStatus !== known.stabilityStatus) {
    known.stabilityStatus = stabilityStatus;
    known.stabilityStatusAt = store.context.clock.now();
  }
  return {
    ...taskSet,
    ...(taskSet.externalId ? { startedBy: 'CODE_DEPLOY' } : {}),
    createdAt: known.createdAt,
    updatedAt: known.stabilityStatusAt,
    computedDesiredCount: desired,
    runningCount: known.tasks.length,
    pendingCount: known.stoppedReason ? 0 : Math.max(desired - known.tasks.length, 0),
    stabilityStatus,
    stabilityStatusAt: known.stabilityStatusAt,
  };
}

/** A task set of ECS is steady only where the load balancer finds all its targets healthy. */
async function allHealthy(
  store: EcsStore,
  local: LocalCodeDeployService,
  known: LocalTaskSet,
  taskSet: TaskSet,
): Promise<boolean> {
  if (known.tasks.length === 0) return true;
  const client = clientOf(ElasticLoadBalancingV2Client, store.asService(local));
  for (const { targetGroupArn, containerPort } of taskSet.loadBalancers ?? []) {
    const answer = await client.send(
      new DescribeTargetHealthCommand({
        TargetGroupArn: targetGroupArn,
        Targets: known.tasks.map(({ address }) => ({ Id: address, Port: containerPort })),
      }),
    );
    const states = (answer.TargetHealthDescriptions ?? []).map(({ TargetHealth }) => TargetHealth?.State);
    if (states.some((state) => state !== 'healthy' && state !== 'unused')) return false;
  }
  return true;
}

const sum = (numbers: readonly (number | undefined)[]): number =>
  numbers.reduce<number>((a, b) => a + (b ?? 0), 0);

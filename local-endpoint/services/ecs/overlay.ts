import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TaskSet } from '@aws-sdk/client-ecs';
import { computedDesiredCount, isCodeDeploy, type MotoService } from './moto';
import type { CodeDeployService, LocalTaskSet, EcsStore } from './store';

/**
 * Puts into moto's answer what ECS would say of a service with the CODE_DEPLOY controller: counts, stability, events.
 * Other services pass unchanged.
 */
export async function overlayService(
  store: EcsStore,
  service: MotoService,
  local?: CodeDeployService,
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

/** The same for one task set; `service` tells the desired count. */
export async function overlayTaskSet(
  store: EcsStore,
  service: Pick<MotoService, 'desiredCount'>,
  taskSet: TaskSet,
  local: CodeDeployService,
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

/** ECS calls a task set steady only when the load balancer finds all its targets healthy. */
async function allHealthy(
  store: EcsStore,
  local: CodeDeployService,
  known: LocalTaskSet,
  taskSet: TaskSet,
): Promise<boolean> {
  if (known.tasks.length === 0) return true;
  const client = new ElasticLoadBalancingV2Client(store.context.aws.asService(local.account, local.region));
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

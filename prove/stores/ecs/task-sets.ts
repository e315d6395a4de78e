import type {
  CreateTaskSetRequest,
  CreateTaskSetResponse,
  DeleteTaskSetRequest,
  UpdateServicePrimaryTaskSetRequest,
} from '@aws-sdk/client-ecs';
import { nextNumber, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import { arnWithin, findRevision, serviceOf } from './find';
import type { ServiceRecord, TaskSetRecord } from './model';
import { liveTasks, startTask, stopTask } from './tasks';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateTaskSet.html */
export function createTaskSet(
  simulated: SimulatedAccount,
  input: CreateTaskSetRequest,
): CreateTaskSetResponse {
  const service = serviceOf(simulated, input.cluster, input.service);
  const known = service.taskSets.find(({ externalId }) => externalId === input.clientToken);
  if (known) return { taskSet: { taskSetArn: known.arn } };
  const id = `ecs-svc/${nextNumber(simulated)}`;
  const arn = arnWithin(service, 'task-set', id);
  const taskSet: TaskSetRecord = {
    ...{ id, arn, externalId: input.externalId ?? '', isPrimary: service.taskSets.length === 0 },
    definition: findRevision(simulated, input.taskDefinition).arn,
    targetGroup: input.loadBalancers?.[0]?.targetGroupArn ?? '',
  };
  service.taskSets.push(taskSet);
  return { taskSet: { taskSetArn: arn } };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateServicePrimaryTaskSet.html */
export function updateServicePrimaryTaskSet(
  simulated: SimulatedAccount,
  { cluster, service: name, primaryTaskSet }: UpdateServicePrimaryTaskSetRequest,
): object {
  const service = serviceOf(simulated, cluster, name);
  const { arn } = taskSetOf(service, primaryTaskSet);
  for (const one of service.taskSets) one.isPrimary = one.arn === arn;
  return {};
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteTaskSet.html */
export function deleteTaskSet(
  simulated: SimulatedAccount,
  { cluster, service: name, taskSet }: DeleteTaskSetRequest,
): object {
  const service = serviceOf(simulated, cluster, name);
  const found = taskSetOf(service, taskSet);
  if (found.isPrimary)
    throw new ServiceError('InvalidParameterException', 'The primary task set cannot be deleted.');
  for (const task of liveTasks(service, found)) stopTask(simulated, service, task);
  service.taskSets = service.taskSets.filter((one) => one !== found);
  return {};
}

function taskSetOf({ taskSets }: ServiceRecord, arn: string | undefined): TaskSetRecord {
  const found = taskSets.find((one) => one.arn === arn);
  if (found) return found;
  throw new ServiceError('TaskSetNotFoundException', 'The specified task set was not found.');
}

/** Seconds before another task starts after one that failed. */
const RETRY_SECONDS = 60;

/**
 * Tasks that fail before no more is started. ECS goes on for ever, ever later; here all comes to rest.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
const MAX_FAILED = 5;

/** Has another task start later. */
export function retryTaskSet({ now }: SimulatedAccount, { taskSets }: ServiceRecord, owner: string): void {
  const found = taskSets.find(({ id }) => id === owner);
  if (!found) return;
  found.retryAt = now + RETRY_SECONDS * 1000;
  found.failed = (found.failed ?? 0) + 1;
}

/** Keeps each task set at all of the service's desired tasks. @returns whether any was started */
export function settleTaskSets(simulated: SimulatedAccount, service: ServiceRecord): boolean {
  let isChanged = false;
  for (const taskSet of service.taskSets) {
    if ((taskSet.retryAt ?? 0) > simulated.now || (taskSet.failed ?? 0) > MAX_FAILED) continue;
    for (let count = liveTasks(service, taskSet).length; count < service.desired; count++) {
      startTask(simulated, service, taskSet);
      isChanged = true;
    }
  }
  return isChanged;
}

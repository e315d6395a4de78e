import { addEvent } from '../events';
import { pullImage } from './pull-image';
import type { LocalRollingService, EcsStore } from '../store';
import { checkContainers, startContainers } from './containers';
import { changeStatus } from './status';
import { failedTargetHealth, type LocalTask, type Stop } from './task';
import { registerTasks } from './targets';
import type { TaskNetworking } from './networking';
import { CHECK_MILLISECONDS, PROVISIONING_MILLISECONDS } from './timing';

/**
 * Starts a task: pulls its images, starts its containers, waits for its health checks and registers it with its target
 * groups. moto finds every target healthy at once, so a target is registered only when the load balancer would find it
 * healthy: the targets of a group are those that would get traffic.
 * @returns why it fails; undefined where it serves, or was stopped meanwhile
 */
export async function startTask(
  store: EcsStore,
  service: LocalRollingService,
  task: LocalTask,
  networking: TaskNetworking,
): Promise<Stop | undefined> {
  const { clock, closing } = store.context;
  const signal = AbortSignal.any([task.stopping.signal, closing]);
  await clock.sleep(PROVISIONING_MILLISECONDS, signal);
  if (signal.aborted) return undefined;
  changeStatus(store, service, task, 'PENDING');
  const failure = (await pull(store, service, task)) ?? (await startContainers(clock, task, signal));
  if (failure || signal.aborted) return failure;
  task.startedAt = clock.now();
  changeStatus(store, service, task, 'RUNNING');
  const unhealthy =
    (await containersFail(store, service, task, signal)) ??
    (await targetsFail(store, service, task, networking, signal));
  if (unhealthy || signal.aborted) return unhealthy;
  await registerTasks(store, service, [task], networking);
  task.healthy = !signal.aborted;
  return undefined;
}

async function pull(
  { context: serviceContext }: EcsStore,
  service: LocalRollingService,
  task: LocalTask,
): Promise<Stop | undefined> {
  for (const container of task.containers) {
    const found = await pullImage(serviceContext.aws, service.account, container.definition.image ?? '');
    if (found.problem) return { code: 'TaskFailedToStart', reason: found.problem };
    container.imageDigest = found.digest;
    container.fault = found.fault;
  }
  return undefined;
}

async function containersFail(
  store: EcsStore,
  service: LocalRollingService,
  task: LocalTask,
  signal: AbortSignal,
): Promise<Stop | undefined> {
  const failure = await checkContainers(store.context.clock, task, signal);
  if (!failure) return undefined;
  await waitForGracePeriod(store, service, task, signal);
  addEvent(store, service, `(service ${service.name}) (task ${task.id}) failed container health checks.`);
  return failure;
}

async function targetsFail(
  store: EcsStore,
  service: LocalRollingService,
  task: LocalTask,
  { loadBalancers }: TaskNetworking,
  signal: AbortSignal,
): Promise<Stop | undefined> {
  if (loadBalancers.length === 0) return undefined;
  await store.context.clock.sleep(CHECK_MILLISECONDS, signal);
  const failing = loadBalancers.find(({ containerName }) =>
    task.containers.some(({ definition, fault }) => fault && definition.name === containerName),
  );
  if (!failing) return undefined;
  await waitForGracePeriod(store, service, task, signal);
  const { containerPort, targetGroupArn = '' } = failing;
  addEvent(
    store,
    service,
    `(service ${service.name}) (task ${task.id}) (port ${containerPort}) is unhealthy in ` +
      `(target-group ${targetGroupArn}) due to (reason Health checks failed).`,
  );
  return failedTargetHealth(targetGroupArn);
}

/** ECS ignores failing health checks during the service's grace period after the start. */
async function waitForGracePeriod(
  { context: serviceContext }: EcsStore,
  { settings }: LocalRollingService,
  task: LocalTask,
  signal: AbortSignal,
): Promise<void> {
  const end =
    (task.startedAt ?? serviceContext.clock.now()).getTime() + settings.healthCheckGracePeriodSeconds * 1000;
  await serviceContext.clock.sleep(Math.max(end - serviceContext.clock.now().getTime(), 0), signal);
}

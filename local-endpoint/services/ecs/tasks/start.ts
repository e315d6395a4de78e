import { addEvent } from '../events';
import { findImage } from '../images';
import type { RollingService, EcsStore } from '../store';
import { checkContainers, startContainers } from './containers';
import { changeStatus } from './status';
import { failedTargetHealth, type LocalTask, type Stop } from './task';
import { register } from './targets';
import type { Wiring } from '../wiring';
import { CHECK_MILLISECONDS, PROVISIONING_MILLISECONDS } from './timing';

/**
 * Brings a task up: pulls its images, starts its containers, waits for its health checks and puts it behind its target
 * groups. moto finds every target healthy at once, so that a target is registered when the load balancer would find it
 * healthy: what stands in the target group is what would get traffic.
 * @returns why it fails; nothing where it serves, or was told to stop meanwhile
 */
export async function startTask(
  store: EcsStore,
  service: RollingService,
  task: LocalTask,
  wiring: Wiring,
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
    (await targetsFail(store, service, task, wiring, signal));
  if (unhealthy || signal.aborted) return unhealthy;
  await register(store, service, [task], wiring);
  task.healthy = !signal.aborted;
  return undefined;
}

async function pull(
  { context: serviceContext }: EcsStore,
  service: RollingService,
  task: LocalTask,
): Promise<Stop | undefined> {
  for (const container of task.containers) {
    const found = await findImage(serviceContext.aws, service.account, container.definition.image ?? '');
    if (found.problem) return { code: 'TaskFailedToStart', reason: found.problem };
    container.imageDigest = found.digest;
    container.fault = found.fault;
  }
  return undefined;
}

async function containersFail(
  store: EcsStore,
  service: RollingService,
  task: LocalTask,
  signal: AbortSignal,
): Promise<Stop | undefined> {
  const failure = await checkContainers(store.context.clock, task, signal);
  if (!failure) return undefined;
  await graceIsOver(store, service, task, signal);
  addEvent(store, service, `(service ${service.name}) (task ${task.id}) failed container health checks.`);
  return failure;
}

async function targetsFail(
  store: EcsStore,
  service: RollingService,
  task: LocalTask,
  { loadBalancers }: Wiring,
  signal: AbortSignal,
): Promise<Stop | undefined> {
  if (loadBalancers.length === 0) return undefined;
  await store.context.clock.sleep(CHECK_MILLISECONDS, signal);
  const failing = loadBalancers.find(({ containerName }) =>
    task.containers.some(({ definition, fault }) => fault && definition.name === containerName),
  );
  if (!failing) return undefined;
  await graceIsOver(store, service, task, signal);
  const { containerPort, targetGroupArn = '' } = failing;
  addEvent(
    store,
    service,
    `(service ${service.name}) (task ${task.id}) (port ${containerPort}) is unhealthy in ` +
      `(target-group ${targetGroupArn}) due to (reason Health checks failed).`,
  );
  return failedTargetHealth(targetGroupArn);
}

/** ECS ignores failing health checks for a while after the start, if the service says so. */
async function graceIsOver(
  { context: serviceContext }: EcsStore,
  { settings }: RollingService,
  task: LocalTask,
  signal: AbortSignal,
): Promise<void> {
  const end =
    (task.startedAt ?? serviceContext.clock.now()).getTime() + settings.healthCheckGracePeriodSeconds * 1000;
  await serviceContext.clock.sleep(Math.max(end - serviceContext.clock.now().getTime(), 0), signal);
}

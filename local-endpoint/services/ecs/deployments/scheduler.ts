import { addEvent } from '../events';
import type { EcsStore, LocalRollingService } from '../store';
import { newAddresses } from '../tasks/addresses';
import { startTask } from '../tasks/start';
import { stopTasks } from '../tasks/stop';
import { type LocalTask, newTask, type Stop } from '../tasks/task';
import { BAKE_MILLISECONDS, RETRY_MILLISECONDS, SHOWN_STOPPED_MILLISECONDS } from '../tasks/timing';
import { primaryOf } from './deployment';
import type { LocalDeployment } from './model';
import { nextStep } from './next-step';
import { completeDeployment, countFailure, countSuccess, isSettled } from './outcome';

/**
 * Runs the scheduler's next step for a service, after those that were scheduled before; each event that may need another
 * step schedules one. @returns a promise that never rejects: errors are logged
 */
export function schedule(store: EcsStore, service: LocalRollingService): Promise<void> {
  const hasEnded = () => service.gone.signal.aborted || store.context.closing.aborted;
  service.lastStep = service.lastStep
    .then(() => (hasEnded() ? undefined : runStep(store, service)))
    .catch((error: Error) => {
      if (!hasEnded()) store.context.log(`ecs: service ${service.name}: ${error.message}`);
    });
  return service.lastStep;
}

/** Stops tasks of any deployment, and schedules a step when they have stopped. */
export async function stopAndSchedule(
  store: EcsStore,
  service: LocalRollingService,
  tasks: readonly LocalTask[],
  stop: Stop,
): Promise<void> {
  const stopping = service.deployments.map((deployment) => {
    const own = tasks.filter(({ startedBy }) => startedBy === deployment.id);
    return stopTasks(store, service, own, deployment.revision, stop);
  });
  await Promise.all(stopping);
  await schedule(store, service);
}

async function runStep(store: EcsStore, service: LocalRollingService): Promise<void> {
  const now = store.context.clock.now();
  forgetStopped(service, now);
  const { start, stop, stuck } = nextStep(service, now);
  if (stop.length > 0) {
    const reason = `Scaling activity initiated by (deployment ${primaryOf(service).id})`;
    const stopping = stopAndSchedule(store, service, stop, { code: 'ServiceSchedulerInitiated', reason });
    inBackground(store, service, stopping);
    return void schedule(store, service);
  }
  if (start > 0) return startTasks(store, service, start);
  if (stuck) addStuckEvent(store, service);
  if (isSettled(service) && !isBaking(store, service)) completeDeployment(store, service);
}

async function startTasks(store: EcsStore, service: LocalRollingService, count: number): Promise<void> {
  const deployment = primaryOf(service);
  const { definition, networkConfiguration } = deployment.revision;
  const addresses = await newAddresses(store, service, count, networkConfiguration);
  const createdAt = store.context.clock.now();
  const tasks = addresses.map((address) =>
    newTask(definition, { address, startedBy: deployment.id, createdAt }),
  );
  service.tasks = [...service.tasks, ...tasks];
  const names = tasks.map(({ id }) => `(task ${id})`).join(' ');
  addEvent(store, service, `(service ${service.name}) has started ${count} tasks: ${names}.`);
  for (const task of tasks) inBackground(store, service, startOne(store, service, deployment, task));
}

async function startOne(
  store: EcsStore,
  service: LocalRollingService,
  deployment: LocalDeployment,
  task: LocalTask,
): Promise<void> {
  const failure = await startTask(store, service, task, deployment.revision);
  if (task.stopping.signal.aborted) return;
  if (failure) {
    deployment.retryAt = new Date(store.context.clock.now().getTime() + RETRY_MILLISECONDS);
    inBackground(store, service, scheduleAfter(store, service, RETRY_MILLISECONDS));
    countFailure(store, service, deployment, failure);
    return stopAndSchedule(store, service, [task], failure);
  }
  countSuccess(service, deployment);
  await schedule(store, service);
}

/**
 * Whether the deployment is not completed yet though all its tasks run: alarms are watched for a while longer, and a
 * rollback shows for a while what failed.
 */
function isBaking(store: EcsStore, service: LocalRollingService): boolean {
  const primary = primaryOf(service);
  const { alarms } = service.settings.deploymentConfiguration;
  if (!alarms?.enable && !primary.isRollback) return false;
  const now = store.context.clock.now();
  if (!primary.bakedAt) {
    primary.bakedAt = new Date(now.getTime() + BAKE_MILLISECONDS);
    inBackground(store, service, scheduleAfter(store, service, BAKE_MILLISECONDS));
  }
  return now < primary.bakedAt;
}

async function scheduleAfter(
  store: EcsStore,
  service: LocalRollingService,
  milliseconds: number,
): Promise<void> {
  const signal = AbortSignal.any([service.gone.signal, store.context.closing]);
  await store.context.clock.sleep(milliseconds, signal);
  await schedule(store, service);
}

/** Does not wait for the work, and logs its error. */
function inBackground(store: EcsStore, service: LocalRollingService, work: Promise<void>): void {
  work.catch((error: Error) => {
    if (!store.context.closing.aborted) store.context.log(`ecs: service ${service.name}: ${error.message}`);
  });
}

function forgetStopped(service: LocalRollingService, now: Date): void {
  const since = now.getTime() - SHOWN_STOPPED_MILLISECONDS;
  service.tasks = service.tasks.filter(({ stoppedAt }) => !stoppedAt || stoppedAt.getTime() > since);
}

function addStuckEvent(store: EcsStore, service: LocalRollingService): void {
  const message =
    `(service ${service.name}) was unable to stop or start tasks during a deployment because of the service ` +
    'deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.';
  if (service.events[0]?.message !== message) addEvent(store, service, message);
}

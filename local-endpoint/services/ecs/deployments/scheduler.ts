import { addEvent } from '../events';
import type { RollingService, EcsStore } from '../store';
import { newAddresses } from '../tasks/addresses';
import { startTask } from '../tasks/start';
import { stopTasks } from '../tasks/stop';
import { type LocalTask, newTask, type Stop } from '../tasks/task';
import { BAKE_MILLISECONDS, RETRY_MILLISECONDS, SHOWN_STOPPED_MILLISECONDS } from '../tasks/timing';
import { primaryOf } from './deployment';
import type { LocalDeployment } from './model';
import { complete, countFailure, countSuccess, isSettled } from './outcome';
import { planOf } from './plan';

/** Has the scheduler look at a service: it does what is to be done next, and looks again after everything that happens. */
export function schedule(store: EcsStore, service: RollingService): Promise<void> {
  const over = () => service.gone.signal.aborted || store.context.closing.aborted;
  service.turn = service.turn
    .then(() => (over() ? undefined : look(store, service)))
    .catch((error: Error) => {
      if (!over()) store.context.log(`ecs: service ${service.name}: ${error.message}`);
    });
  return service.turn;
}

/** Stops tasks, whatever deployment they belong to, and looks again when they have stopped. */
export async function stopAndLook(
  store: EcsStore,
  service: RollingService,
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

async function look(store: EcsStore, service: RollingService): Promise<void> {
  const now = store.context.clock.now();
  forgetStopped(service, now);
  const { start, stop, stuck } = planOf(service, now);
  if (stop.length > 0) {
    const reason = `Scaling activity initiated by (deployment ${primaryOf(service).id})`;
    const stopping = stopAndLook(store, service, stop, { code: 'ServiceSchedulerInitiated', reason });
    behind(store, service, stopping);
    return void schedule(store, service);
  }
  if (start > 0) return startTasks(store, service, start);
  if (stuck) sayStuck(store, service);
  if (isSettled(service) && !bakes(store, service)) complete(store, service);
}

async function startTasks(store: EcsStore, service: RollingService, count: number): Promise<void> {
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
  for (const task of tasks) behind(store, service, bringUp(store, service, deployment, task));
}

async function bringUp(
  store: EcsStore,
  service: RollingService,
  deployment: LocalDeployment,
  task: LocalTask,
): Promise<void> {
  const failure = await startTask(store, service, task, deployment.revision);
  if (task.stopping.signal.aborted) return;
  if (failure) {
    deployment.retryAt = new Date(store.context.clock.now().getTime() + RETRY_MILLISECONDS);
    behind(store, service, lookLater(store, service, RETRY_MILLISECONDS));
    countFailure(store, service, deployment, failure);
    return stopAndLook(store, service, [task], failure);
  }
  countSuccess(service, deployment);
  await schedule(store, service);
}

/**
 * Whether the deployment is not over yet though all tasks are in place: alarms are watched for a while longer, and one
 * that was gone back to shows for a while what failed.
 */
function bakes(store: EcsStore, service: RollingService): boolean {
  const primary = primaryOf(service);
  const { alarms } = service.settings.deploymentConfiguration;
  if (!alarms?.enable && !primary.isRollback) return false;
  const now = store.context.clock.now();
  if (!primary.bakedAt) {
    primary.bakedAt = new Date(now.getTime() + BAKE_MILLISECONDS);
    behind(store, service, lookLater(store, service, BAKE_MILLISECONDS));
  }
  return now < primary.bakedAt;
}

async function lookLater(store: EcsStore, service: RollingService, milliseconds: number): Promise<void> {
  const signal = AbortSignal.any([service.gone.signal, store.context.closing]);
  await store.context.clock.sleep(milliseconds, signal);
  await schedule(store, service);
}

/** Lets something go on by itself; what goes wrong in it is said to whoever watches. */
function behind(store: EcsStore, service: RollingService, work: Promise<void>): void {
  work.catch((error: Error) => {
    if (!store.context.closing.aborted) store.context.log(`ecs: service ${service.name}: ${error.message}`);
  });
}

function forgetStopped(service: RollingService, now: Date): void {
  const since = now.getTime() - SHOWN_STOPPED_MILLISECONDS;
  service.tasks = service.tasks.filter(({ stoppedAt }) => !stoppedAt || stoppedAt.getTime() > since);
}

function sayStuck(store: EcsStore, service: RollingService): void {
  const message =
    `(service ${service.name}) was unable to stop or start tasks during a deployment because of the service ` +
    'deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.';
  if (service.events[0]?.message !== message) addEvent(store, service, message);
}

import { addEvent } from '../events';
import type { LocalRollingService, EcsStore } from '../store';
import { changeStatus } from './status';
import type { LocalTask, Stop } from './task';
import { deregisterTasks } from './targets';
import type { TaskNetworking } from './networking';
import { DRAINING_MILLISECONDS } from './timing';

/** The exit code of a container that is stopped: 128 and the number of SIGKILL. */
const KILLED_EXIT_CODE = 137;

/** Stops live tasks of one deployment: deregisters them from their target groups first, and drains their connections. */
export async function stopTasks(
  store: EcsStore,
  service: LocalRollingService,
  tasks: readonly LocalTask[],
  networking: TaskNetworking,
  stop: Stop,
): Promise<void> {
  if (tasks.length === 0) return;
  const drained = tasks.some(({ registered }) => registered);
  for (const task of tasks) markStopping(store, service, task, stop);
  addStoppedEvent(store, service, tasks);
  await deregisterTasks(store, service, tasks, networking);
  if (drained) {
    const where = `(service ${service.name}, taskSet ${tasks[0]?.startedBy})`;
    addEvent(store, service, `${where} has begun draining connections on ${tasks.length} tasks.`);
    await store.context.clock.sleep(DRAINING_MILLISECONDS, store.context.closing);
  }
  for (const task of tasks) end(store, service, task);
}

function markStopping(store: EcsStore, service: LocalRollingService, task: LocalTask, stop: Stop): void {
  task.stopping.abort();
  task.healthy = false;
  task.stop = stop;
  task.stoppingAt = store.context.clock.now();
  changeStatus(store, service, task, 'DEACTIVATING');
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
function addStoppedEvent(store: EcsStore, service: LocalRollingService, tasks: readonly LocalTask[]): void {
  const started = tasks.filter(({ startedAt }) => startedAt);
  const names = started.map(({ id }) => `(task ${id})`).join(' ');
  if (started.length > 0)
    addEvent(
      store,
      service,
      `(service ${service.name}) has stopped ${started.length} running tasks: ${names}.`,
    );
}

function end(store: EcsStore, service: LocalRollingService, task: LocalTask): void {
  for (const container of task.containers) {
    if (container.lastStatus === 'RUNNING') container.exitCode = KILLED_EXIT_CODE;
    container.lastStatus = 'STOPPED';
  }
  task.stoppedAt = store.context.clock.now();
  changeStatus(store, service, task, 'STOPPED');
}

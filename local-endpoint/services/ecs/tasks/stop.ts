import { addEvent } from '../events';
import type { RollingService, EcsStore } from '../store';
import { changeStatus } from './status';
import type { LocalTask, Stop } from './task';
import { deregister } from './targets';
import type { Wiring } from '../wiring';
import { DRAINING_MILLISECONDS } from './timing';

/** What a container that is stopped from outside ends with: 128 and SIGKILL. */
const KILLED = 137;

/** Stops live tasks of one deployment: takes them from behind the target groups first, and drains their connections. */
export async function stopTasks(
  store: EcsStore,
  service: RollingService,
  tasks: readonly LocalTask[],
  wiring: Wiring,
  stop: Stop,
): Promise<void> {
  if (tasks.length === 0) return;
  const drained = tasks.some(({ registered }) => registered);
  for (const task of tasks) tell(store, service, task, stop);
  sayStopped(store, service, tasks);
  await deregister(store, service, tasks, wiring);
  if (drained) {
    const where = `(service ${service.name}, taskSet ${tasks[0]?.startedBy})`;
    addEvent(store, service, `${where} has begun draining connections on ${tasks.length} tasks.`);
    await store.context.clock.sleep(DRAINING_MILLISECONDS, store.context.closing);
  }
  for (const task of tasks) end(store, service, task);
}

function tell(store: EcsStore, service: RollingService, task: LocalTask, stop: Stop): void {
  task.stopping.abort();
  task.healthy = false;
  task.stop = stop;
  task.stoppingAt = store.context.clock.now();
  changeStatus(store, service, task, 'DEACTIVATING');
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
function sayStopped(store: EcsStore, service: RollingService, tasks: readonly LocalTask[]): void {
  const started = tasks.filter(({ startedAt }) => startedAt);
  const names = started.map(({ id }) => `(task ${id})`).join(' ');
  if (started.length > 0)
    addEvent(
      store,
      service,
      `(service ${service.name}) has stopped ${started.length} running tasks: ${names}.`,
    );
}

function end(store: EcsStore, service: RollingService, task: LocalTask): void {
  for (const container of task.containers) {
    if (container.lastStatus === 'RUNNING') container.exitCode = KILLED;
    container.lastStatus = 'STOPPED';
  }
  task.stoppedAt = store.context.clock.now();
  changeStatus(store, service, task, 'STOPPED');
}

import { addEvent } from '../events';
import type { RollingService, Room } from '../room';
import { changeStatus } from './status';
import type { LocalTask, Stop } from './task';
import { deregister } from './targets';
import type { Wiring } from '../wiring';
import { DRAINING_MILLISECONDS } from './timing';

/** What a container that is stopped from outside ends with: 128 and SIGKILL. */
const KILLED = 137;

/** Stops live tasks of one deployment: takes them from behind the target groups first, and drains their connections. */
export async function stopTasks(
  room: Room,
  service: RollingService,
  tasks: readonly LocalTask[],
  wiring: Wiring,
  stop: Stop,
): Promise<void> {
  if (tasks.length === 0) return;
  const drained = tasks.some(({ registered }) => registered);
  for (const task of tasks) tell(room, service, task, stop);
  sayStopped(room, service, tasks);
  await deregister(room, service, tasks, wiring);
  if (drained) {
    const where = `(service ${service.name}, taskSet ${tasks[0]?.startedBy})`;
    addEvent(room, service, `${where} has begun draining connections on ${tasks.length} tasks.`);
    await room.world.clock.sleep(DRAINING_MILLISECONDS, room.world.closing);
  }
  for (const task of tasks) end(room, service, task);
}

function tell(room: Room, service: RollingService, task: LocalTask, stop: Stop): void {
  task.stopping.abort();
  task.healthy = false;
  task.stop = stop;
  task.stoppingAt = room.world.clock.now();
  changeStatus(room, service, task, 'DEACTIVATING');
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
function sayStopped(room: Room, service: RollingService, tasks: readonly LocalTask[]): void {
  const started = tasks.filter(({ startedAt }) => startedAt);
  const names = started.map(({ id }) => `(task ${id})`).join(' ');
  if (started.length > 0)
    addEvent(
      room,
      service,
      `(service ${service.name}) has stopped ${started.length} running tasks: ${names}.`,
    );
}

function end(room: Room, service: RollingService, task: LocalTask): void {
  for (const container of task.containers) {
    if (container.lastStatus === 'RUNNING') container.exitCode = KILLED;
    container.lastStatus = 'STOPPED';
  }
  task.stoppedAt = room.world.clock.now();
  changeStatus(room, service, task, 'STOPPED');
}

import { addEvent } from '../events';
import type { RollingService, Room } from '../room';
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
export function schedule(room: Room, service: RollingService): Promise<void> {
  const over = () => service.gone.signal.aborted || room.world.closing.aborted;
  service.turn = service.turn
    .then(() => (over() ? undefined : look(room, service)))
    .catch((error: Error) => {
      if (!over()) room.world.log(`ecs: service ${service.name}: ${error.message}`);
    });
  return service.turn;
}

/** Stops tasks, whatever deployment they belong to, and looks again when they have stopped. */
export async function stopAndLook(
  room: Room,
  service: RollingService,
  tasks: readonly LocalTask[],
  stop: Stop,
): Promise<void> {
  const stopping = service.deployments.map((deployment) => {
    const own = tasks.filter(({ startedBy }) => startedBy === deployment.id);
    return stopTasks(room, service, own, deployment.revision, stop);
  });
  await Promise.all(stopping);
  await schedule(room, service);
}

async function look(room: Room, service: RollingService): Promise<void> {
  const now = room.world.clock.now();
  forgetStopped(service, now);
  const { start, stop, stuck } = planOf(service, now);
  if (stop.length > 0) {
    const reason = `Scaling activity initiated by (deployment ${primaryOf(service).id})`;
    const stopping = stopAndLook(room, service, stop, { code: 'ServiceSchedulerInitiated', reason });
    behind(room, service, stopping);
    return void schedule(room, service);
  }
  if (start > 0) return startTasks(room, service, start);
  if (stuck) sayStuck(room, service);
  if (isSettled(service) && !bakes(room, service)) complete(room, service);
}

async function startTasks(room: Room, service: RollingService, count: number): Promise<void> {
  const deployment = primaryOf(service);
  const { definition, networkConfiguration } = deployment.revision;
  const addresses = await newAddresses(room, service, count, networkConfiguration);
  const createdAt = room.world.clock.now();
  const tasks = addresses.map((address) =>
    newTask(definition, { address, startedBy: deployment.id, createdAt }),
  );
  service.tasks = [...service.tasks, ...tasks];
  const names = tasks.map(({ id }) => `(task ${id})`).join(' ');
  addEvent(room, service, `(service ${service.name}) has started ${count} tasks: ${names}.`);
  for (const task of tasks) behind(room, service, bringUp(room, service, deployment, task));
}

async function bringUp(
  room: Room,
  service: RollingService,
  deployment: LocalDeployment,
  task: LocalTask,
): Promise<void> {
  const failure = await startTask(room, service, task, deployment.revision);
  if (task.stopping.signal.aborted) return;
  if (failure) {
    deployment.retryAt = new Date(room.world.clock.now().getTime() + RETRY_MILLISECONDS);
    behind(room, service, lookLater(room, service, RETRY_MILLISECONDS));
    countFailure(room, service, deployment, failure);
    return stopAndLook(room, service, [task], failure);
  }
  countSuccess(service, deployment);
  await schedule(room, service);
}

/**
 * Whether the deployment is not over yet though all tasks are in place: alarms are watched for a while longer, and one
 * that was gone back to shows for a while what failed.
 */
function bakes(room: Room, service: RollingService): boolean {
  const primary = primaryOf(service);
  const { alarms } = service.settings.deploymentConfiguration;
  if (!alarms?.enable && !primary.isRollback) return false;
  const now = room.world.clock.now();
  if (!primary.bakedAt) {
    primary.bakedAt = new Date(now.getTime() + BAKE_MILLISECONDS);
    behind(room, service, lookLater(room, service, BAKE_MILLISECONDS));
  }
  return now < primary.bakedAt;
}

async function lookLater(room: Room, service: RollingService, milliseconds: number): Promise<void> {
  const signal = AbortSignal.any([service.gone.signal, room.world.closing]);
  await room.world.clock.sleep(milliseconds, signal);
  await schedule(room, service);
}

/** Lets something go on by itself; what goes wrong in it is said to whoever watches. */
function behind(room: Room, service: RollingService, work: Promise<void>): void {
  work.catch((error: Error) => {
    if (!room.world.closing.aborted) room.world.log(`ecs: service ${service.name}: ${error.message}`);
  });
}

function forgetStopped(service: RollingService, now: Date): void {
  const since = now.getTime() - SHOWN_STOPPED_MILLISECONDS;
  service.tasks = service.tasks.filter(({ stoppedAt }) => !stoppedAt || stoppedAt.getTime() > since);
}

function sayStuck(room: Room, service: RollingService): void {
  const message =
    `(service ${service.name}) was unable to stop or start tasks during a deployment because of the service ` +
    'deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.';
  if (service.events[0]?.message !== message) addEvent(room, service, message);
}

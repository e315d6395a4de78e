import { randomUUID } from 'node:crypto';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type TaskSet,
} from '@aws-sdk/client-ecs';
import { cannotPull } from './images';
import { computedDesiredCount } from './moto';
import type { LocalService, LocalTaskSet, Room } from './room';
import { runTasks } from './targets';

/** What a Fargate task takes until its target is healthy; in AWS one to two minutes, here as short as a person can follow. */
const START_MILLISECONDS = 20_000;
/** How often ECS tries again where tasks stop at once. */
const RETRY_MILLISECONDS = 60_000;

/**
 * Starts the tasks of a new task set, again and again where their images cannot be pulled, until they run or the task set
 * is deleted.
 * @param atOnce whether they run without the usual delay
 */
export async function startTasks(
  room: Room,
  service: LocalService,
  local: LocalTaskSet,
  taskSet: TaskSet,
  atOnce: boolean,
): Promise<void> {
  const signal = AbortSignal.any([local.gone.signal, room.world.closing]);
  if (!atOnce) await room.world.clock.sleep(START_MILLISECONDS, signal);
  while (!signal.aborted) {
    const reason = await whyNot(room, service, taskSet);
    if (signal.aborted) return;
    if (!reason) return run(room, service, local, taskSet);
    local.stoppedReason = reason;
    sayStopped(room, service, local, reason);
    await room.world.clock.sleep(RETRY_MILLISECONDS, signal);
  }
}

/** Adds a line to the service's events, as the console shows them. */
export function addEvent(room: Room, service: LocalService, message: string): void {
  service.events.unshift({ id: randomUUID(), createdAt: room.world.clock.now(), message });
  service.events.splice(100);
}

async function whyNot(room: Room, service: LocalService, taskSet: TaskSet): Promise<string | undefined> {
  const client = new ECSClient(room.world.aws.asService(service.account, service.region));
  const { taskDefinition } = await client.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: taskSet.taskDefinition }),
  );
  for (const { image } of taskDefinition?.containerDefinitions ?? []) {
    const reason = await cannotPull(room.world.aws, service.account, image ?? '');
    if (reason) return reason;
  }
  return undefined;
}

async function run(room: Room, service: LocalService, local: LocalTaskSet, taskSet: TaskSet): Promise<void> {
  const client = new ECSClient(room.world.aws.asService(service.account, service.region));
  const { services } = await client.send(
    new DescribeServicesCommand({ cluster: service.cluster, services: [service.name] }),
  );
  const current = services?.[0];
  const now = current?.taskSets?.find(({ taskSetArn }) => taskSetArn === local.arn) ?? taskSet;
  delete local.stoppedReason;
  local.started = true;
  await runTasks(room, service, local, computedDesiredCount(current ?? {}, now), {
    loadBalancers: taskSet.loadBalancers ?? [],
    networkConfiguration: taskSet.networkConfiguration,
  });
  const where = `(service ${service.name}, taskSet ${local.id})`;
  for (const { id } of local.tasks) addEvent(room, service, `${where} has started 1 tasks: (task ${id}).`);
  addEvent(room, service, `${where} has reached a steady state.`);
}

function sayStopped(room: Room, service: LocalService, local: LocalTaskSet, reason: string): void {
  const where = `(service ${service.name}, taskSet ${local.id})`;
  addEvent(room, service, `${where} (task ${randomUUID().replaceAll('-', '')}) stopped: ${reason}`);
  addEvent(
    room,
    service,
    `${where} is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.`,
  );
}

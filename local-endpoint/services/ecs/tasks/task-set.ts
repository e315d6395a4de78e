import { DescribeServicesCommand, ECSClient, type TaskDefinition, type TaskSet } from '@aws-sdk/client-ecs';
import { addEvent } from '../events';
import { findImage } from '../images';
import { computedDesiredCount } from '../moto';
import type { CodeDeployService, LocalTaskSet, EcsStore } from '../store';
import { type Wiring, wiringOf } from '../wiring';
import { newAddresses } from './addresses';
import { deregister, register } from './targets';
import { failedTargetHealth, type LocalTask, newTask } from './task';
import { findTaskDefinition } from './task-definition';
import { RETRY_MILLISECONDS, START_MILLISECONDS } from './timing';

/**
 * Starts the tasks of a new task set, again and again where they fail, until they run or the task set is deleted.
 * @param atOnce whether they run without the usual delay
 */
export async function startTasks(
  store: EcsStore,
  service: CodeDeployService,
  local: LocalTaskSet,
  taskSet: TaskSet,
  atOnce: boolean,
): Promise<void> {
  const signal = AbortSignal.any([local.gone.signal, store.context.closing]);
  if (!atOnce) await store.context.clock.sleep(START_MILLISECONDS, signal);
  while (!signal.aborted) {
    const reason = await whyNot(store, service, taskSet);
    if (signal.aborted) return;
    if (!reason) return run(store, service, local, taskSet);
    local.stoppedReason = reason;
    sayStopped(store, service, local, reason);
    await store.context.clock.sleep(RETRY_MILLISECONDS, signal);
  }
}

/** Runs exactly `count` tasks of a task set: starts what is missing, stops what is too many, and tells the target groups. */
export async function runTasks(
  store: EcsStore,
  service: CodeDeployService,
  local: LocalTaskSet,
  taskSet: TaskSet,
  count: number,
): Promise<void> {
  const wiring = wiringOf(taskSet);
  const kept = local.tasks.slice(0, count);
  const stopped = local.tasks.slice(count);
  const definition = await findTaskDefinition(store, service, taskSet.taskDefinition ?? '');
  const added = await running(store, service, local, definition, count - kept.length, wiring);
  await deregister(store, service, stopped, wiring);
  for (const task of stopped) task.stopping.abort();
  await register(store, service, added, wiring);
  local.tasks = [...kept, ...added];
}

async function running(
  store: EcsStore,
  service: CodeDeployService,
  local: LocalTaskSet,
  definition: TaskDefinition,
  count: number,
  { networkConfiguration }: Wiring,
): Promise<LocalTask[]> {
  const addresses = await newAddresses(store, service, count, networkConfiguration);
  const now = store.context.clock.now();
  return addresses.map((address) => {
    const task = newTask(definition, { address, startedBy: local.id, createdAt: now });
    for (const container of task.containers) container.lastStatus = 'RUNNING';
    return Object.assign(task, { lastStatus: 'RUNNING', healthy: true, startedAt: now });
  });
}

async function whyNot(
  store: EcsStore,
  service: CodeDeployService,
  taskSet: TaskSet,
): Promise<string | undefined> {
  const definition = await findTaskDefinition(store, service, taskSet.taskDefinition ?? '');
  for (const { name, image, essential } of definition.containerDefinitions ?? []) {
    const { problem, fault } = await findImage(store.context.aws, service.account, image ?? '');
    if (problem) return problem;
    if (fault === 'exits' && essential !== false) return 'Essential container in task exited';
    const group = taskSet.loadBalancers?.find(({ containerName }) => containerName === name)?.targetGroupArn;
    if (fault && group) return failedTargetHealth(group).reason;
  }
  return undefined;
}

async function run(
  store: EcsStore,
  service: CodeDeployService,
  local: LocalTaskSet,
  taskSet: TaskSet,
): Promise<void> {
  const client = new ECSClient(store.context.aws.asService(service.account, service.region));
  const { services } = await client.send(
    new DescribeServicesCommand({ cluster: service.cluster, services: [service.name] }),
  );
  const current = services?.[0];
  const now = current?.taskSets?.find(({ taskSetArn }) => taskSetArn === local.arn) ?? taskSet;
  delete local.stoppedReason;
  local.started = true;
  await runTasks(store, service, local, taskSet, computedDesiredCount(current ?? {}, now));
  const where = `(service ${service.name}, taskSet ${local.id})`;
  for (const { id } of local.tasks) addEvent(store, service, `${where} has started 1 tasks: (task ${id}).`);
  addEvent(store, service, `${where} has reached a steady state.`);
}

function sayStopped(store: EcsStore, service: CodeDeployService, local: LocalTaskSet, reason: string): void {
  const where = `(service ${service.name}, taskSet ${local.id})`;
  const { id } = newTask({}, { address: '', startedBy: local.id, createdAt: store.context.clock.now() });
  addEvent(store, service, `${where} (task ${id}) stopped: ${reason}`);
  addEvent(
    store,
    service,
    `${where} is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.`,
  );
}

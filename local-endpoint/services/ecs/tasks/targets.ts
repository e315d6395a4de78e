import {
  DeregisterTargetsCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
  type RegisterTargetsCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { addEvent } from '../events';
import type { LocalEcsService, EcsStore } from '../store';
import { clientOf } from '../../../kit/client';
import type { TaskNetworking } from './networking';
import { isLive, type LocalTask } from './task';

/** Registers tasks with their target groups. */
export async function registerTasks(
  store: EcsStore,
  service: LocalEcsService,
  tasks: readonly LocalTask[],
  networking: TaskNetworking,
): Promise<void> {
  const client = loadBalancing(store, service);
  for (const input of targetsOf(tasks, networking)) {
    await client.send(new RegisterTargetsCommand(input));
    addTargetsEvent(store, service, 'registered', input);
  }
  for (const task of tasks) task.registered = true;
  // one that was stopped meanwhile was not registered yet, so stopping it deregistered nothing
  await deregisterTasks(
    store,
    service,
    tasks.filter((task) => !isLive(task)),
    networking,
  );
}

/** Deregisters tasks from their target groups. */
export async function deregisterTasks(
  store: EcsStore,
  service: LocalEcsService,
  tasks: readonly LocalTask[],
  networking: TaskNetworking,
): Promise<void> {
  const registered = tasks.filter((task) => task.registered);
  for (const task of registered) task.registered = false;
  const client = loadBalancing(store, service);
  for (const input of targetsOf(registered, networking)) {
    await client.send(new DeregisterTargetsCommand(input));
    addTargetsEvent(store, service, 'deregistered', input);
  }
}

/** The tasks' addresses as targets, for each target group. */
function targetsOf(
  tasks: readonly LocalTask[],
  { loadBalancers }: TaskNetworking,
): RegisterTargetsCommandInput[] {
  if (tasks.length === 0) return [];
  return loadBalancers.map(({ targetGroupArn, containerPort }) => ({
    TargetGroupArn: targetGroupArn,
    Targets: tasks.map(({ address }) => ({ Id: address, Port: containerPort })),
  }));
}

function addTargetsEvent(
  store: EcsStore,
  service: LocalEcsService,
  what: 'registered' | 'deregistered',
  { TargetGroupArn, Targets = [] }: RegisterTargetsCommandInput,
): void {
  const where = `(target-group ${TargetGroupArn})`;
  addEvent(store, service, `(service ${service.name}) ${what} ${Targets.length} targets in ${where}`);
}

const loadBalancing = (store: EcsStore, service: LocalEcsService): ElasticLoadBalancingV2Client =>
  clientOf(ElasticLoadBalancingV2Client, store.asService(service));

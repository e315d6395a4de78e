import {
  DeregisterTargetsCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
  type RegisterTargetsCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { addEvent } from '../events';
import type { LocalService, EcsStore } from '../store';
import type { Wiring } from '../wiring';
import { isLive, type LocalTask } from './task';

/** Puts tasks behind the target groups. */
export async function register(
  store: EcsStore,
  service: LocalService,
  tasks: readonly LocalTask[],
  wiring: Wiring,
): Promise<void> {
  const client = loadBalancing(store, service);
  for (const input of targetsOf(tasks, wiring)) {
    await client.send(new RegisterTargetsCommand(input));
    say(store, service, 'registered', input);
  }
  for (const task of tasks) task.registered = true;
  // one that was told to stop meanwhile found itself nowhere to be taken from
  await deregister(
    store,
    service,
    tasks.filter((task) => !isLive(task)),
    wiring,
  );
}

/** Takes tasks from behind the target groups. */
export async function deregister(
  store: EcsStore,
  service: LocalService,
  tasks: readonly LocalTask[],
  wiring: Wiring,
): Promise<void> {
  const registered = tasks.filter((task) => task.registered);
  for (const task of registered) task.registered = false;
  const client = loadBalancing(store, service);
  for (const input of targetsOf(registered, wiring)) {
    await client.send(new DeregisterTargetsCommand(input));
    say(store, service, 'deregistered', input);
  }
}

/** The tasks' addresses, for each target group behind which they stand. */
function targetsOf(tasks: readonly LocalTask[], { loadBalancers }: Wiring): RegisterTargetsCommandInput[] {
  if (tasks.length === 0) return [];
  return loadBalancers.map(({ targetGroupArn, containerPort }) => ({
    TargetGroupArn: targetGroupArn,
    Targets: tasks.map(({ address }) => ({ Id: address, Port: containerPort })),
  }));
}

function say(
  store: EcsStore,
  service: LocalService,
  what: 'registered' | 'deregistered',
  { TargetGroupArn, Targets = [] }: RegisterTargetsCommandInput,
): void {
  const where = `(target-group ${TargetGroupArn})`;
  addEvent(store, service, `(service ${service.name}) ${what} ${Targets.length} targets in ${where}`);
}

const loadBalancing = (store: EcsStore, { account, region }: LocalService): ElasticLoadBalancingV2Client =>
  new ElasticLoadBalancingV2Client(store.context.aws.asService(account, region));

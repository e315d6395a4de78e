import { nextNumber, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { deregister, healthOf, register } from '../elasticloadbalancing/targets';
import { ecsOf, findRevision } from './find';
import type { ServiceRecord, TaskRecord } from './model';

/** Seconds until the containers of a Fargate task run; AWS documents none. */
const START_SECONDS = 15;

/** What starts a service's tasks: one of its deployments, or a task set. */
export interface Owner {
  readonly id: string;
  readonly definition: string;
  readonly targetGroup: string;
}

/** Deployments and task sets of a service. */
export const ownersOf = ({
  deployments,
  taskSets,
  loadBalancer: { targetGroup },
}: ServiceRecord): Owner[] => [
  ...deployments.map(({ id, definition }) => ({ id, definition, targetGroup })),
  ...taskSets,
];

export function startTask(simulated: SimulatedAccount, service: ServiceRecord, { id }: Owner): void {
  const due = simulated.now + START_SECONDS * 1000;
  service.tasks.push({ id: `task-${nextNumber(simulated)}`, startedBy: id, state: 'PENDING', due });
}

/** Deregisters a task and stops it once it has drained. */
export function stopTask(simulated: SimulatedAccount, service: ServiceRecord, task: TaskRecord): void {
  const arns = [
    ...new Set([service.loadBalancer.targetGroup, ...service.taskSets.map((one) => one.targetGroup)]),
  ];
  task.due = deregister(simulated, arns, task.id);
  task.state = 'STOPPING';
}

/** Tasks of an owner that are not on their way out. */
export const liveTasks = ({ tasks }: ServiceRecord, { id }: Pick<Owner, 'id'>): TaskRecord[] =>
  tasks.filter(({ startedBy, state }) => startedBy === id && state !== 'STOPPING');

/** What the load balancer has found of a task. @returns nothing before it is registered */
function healthOfTask(
  { loadBalancing: { targetGroups }, now }: SimulatedAccount,
  { targetGroup }: Owner,
  { id }: TaskRecord,
): string | undefined {
  const group = targetGroups[targetGroup];
  const target = group?.targets[id];
  return group && target && healthOf(group, target, now).State;
}

export const isHealthy = (simulated: SimulatedAccount, owner: Owner, task: TaskRecord): boolean =>
  task.state === 'RUNNING' && healthOfTask(simulated, owner, task) === 'healthy';

/** Why an owner's tasks fail. @returns nothing where they start */
function whyNoneStarts(simulated: SimulatedAccount, { definition }: Owner): string | undefined {
  const { hasNoCapacity = false } = ecsOf(simulated);
  if (hasNoCapacity) return 'Capacity is unavailable at this time.';
  const missing = imagesOf(simulated, definition).find((image) => isMissing(simulated, image));
  return missing && `CannotPullContainerError: ${missing} not found`;
}

const imagesOf = (simulated: SimulatedAccount, definition: string): string[] =>
  (findRevision(simulated, definition).record.input.containerDefinitions ?? []).map(
    ({ image = '' }) => image,
  );

function isMissing({ ecr = {} }: SimulatedAccount, image: string): boolean {
  const [, repository, digest] = /amazonaws\.com\/([^:@]+)@(sha256:\w+)$/.exec(image) ?? [];
  return repository !== undefined && !ecr[repository]?.[digest ?? ''];
}

/**
 * Goes on with the tasks that are due.
 * @param onFailure is called for each task that failed
 * @returns whether anything has changed
 */
export function settleTasks(
  simulated: SimulatedAccount,
  service: ServiceRecord,
  onFailure: (owner: string) => void,
): boolean {
  const { now } = simulated;
  const before = service.tasks.length;
  let isChanged = false;
  service.tasks = service.tasks.filter(({ state, due }) => state !== 'STOPPING' || due > now);
  for (const task of [...service.tasks]) {
    const owner = ownersOf(service).find(({ id }) => id === task.startedBy);
    if (!owner) continue;
    if (task.state === 'PENDING' && task.due <= now) {
      isChanged = true;
      if (whyNoneStarts(simulated, owner)) {
        service.tasks.splice(service.tasks.indexOf(task), 1);
        onFailure(owner.id);
        continue;
      }
      task.state = 'RUNNING';
      const { failing } = ecsOf(simulated);
      const succeeds = !imagesOf(simulated, owner.definition).some((image) => failing.includes(image));
      register(simulated, [owner.targetGroup], task.id, succeeds);
    }
    if (task.state === 'RUNNING' && healthOfTask(simulated, owner, task) === 'unhealthy') {
      isChanged = true;
      stopTask(simulated, service, task);
      onFailure(owner.id);
    }
  }
  return isChanged || service.tasks.length !== before;
}

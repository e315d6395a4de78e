import { randomInt } from 'node:crypto';
import type { LocalRollingService } from '../store';
import { isLive, type LocalTask } from '../tasks/task';
import type { LocalDeployment, ServiceRevision } from './model';

/** A deployment that has not started any task. */
export function newLocalDeployment(revision: ServiceRevision, now: Date): LocalDeployment {
  const id = `ecs-svc/${randomInt(2 ** 47)}${String(randomInt(100_000)).padStart(5, '0')}`;
  return {
    id,
    revision,
    createdAt: now,
    updatedAt: now,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    failedTasks: 0,
  };
}

/** The deployment whose tasks replace those of all others. */
export function primaryOf({ deployments, name }: LocalRollingService): LocalDeployment {
  const [primary] = deployments;
  if (!primary) throw new Error(`service ${name} has no deployment`);
  return primary;
}

/** The tasks of a deployment that have not been stopped, oldest first. */
export const liveTasks = ({ tasks }: LocalRollingService, { id }: LocalDeployment): LocalTask[] =>
  tasks.filter((task) => task.startedBy === id && isLive(task));

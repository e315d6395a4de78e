import { randomInt } from 'node:crypto';
import type { RollingService } from '../store';
import { isLive, type LocalTask } from '../tasks/task';
import type { LocalDeployment, Revision } from './model';

/** A deployment that has not done anything. */
export function newDeployment(revision: Revision, now: Date): LocalDeployment {
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

/** The deployment that the service is to come to. */
export function primaryOf({ deployments, name }: RollingService): LocalDeployment {
  const [primary] = deployments;
  if (!primary) throw new Error(`service ${name} has no deployment`);
  return primary;
}

/** The tasks of a deployment that nobody told to stop, oldest first. */
export const liveTasks = ({ tasks }: RollingService, { id }: LocalDeployment): LocalTask[] =>
  tasks.filter((task) => task.startedBy === id && isLive(task));

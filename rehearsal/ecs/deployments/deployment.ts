import { randomInt } from 'node:crypto';
import type { CreateServiceRequest, DeploymentRolloutState, TaskDefinition } from '@aws-sdk/client-ecs';
import type { RollingService } from '../room';
import { isLive, type LocalTask } from '../tasks/task';
import type { Wiring } from '../tasks/targets';

/** What a deployment brings; a change of it starts a new one. */
export interface Revision extends Wiring {
  readonly definition: TaskDefinition;
  /** Fields that are only shown. */
  readonly shown: Pick<
    CreateServiceRequest,
    'capacityProviderStrategy' | 'launchType' | 'platformVersion' | 'serviceRegistries'
  >;
}

/** One replacement of a service's tasks. */
export interface LocalDeployment {
  /** `ecs-svc/` and a number. */
  readonly id: string;
  readonly revision: Revision;
  readonly createdAt: Date;
  updatedAt: Date;
  rolloutState: DeploymentRolloutState;
  /** In ECS's words. */
  rolloutStateReason: string;
  /** Tasks that failed one after the other. */
  failedTasks: number;
  /** When the next task may start after one that failed. @default - at once */
  retryAt?: Date;
  /** When alarms have been watched long enough. @default - not all tasks are in place yet */
  bakedAt?: Date;
}

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

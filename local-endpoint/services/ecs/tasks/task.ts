import { randomUUID } from 'node:crypto';
import type { ContainerDefinition, TaskDefinition, TaskStopCode } from '@aws-sdk/client-ecs';
import type { ImageFault } from './pull-image';

/** A task on Fargate. Nothing runs: its containers only go through the states that they would have. */
export interface LocalTask {
  readonly id: string;
  /** In the service's subnets. */
  readonly address: string;
  /** `ecs-svc/…` of the deployment or task set it belongs to. */
  readonly startedBy: string;
  readonly definition: TaskDefinition;
  readonly containers: readonly LocalContainer[];
  readonly createdAt: Date;
  /** Aborts when it has to stop. */
  readonly stopping: AbortController;
  lastStatus: TaskStatus;
  /** Whether it passes its health checks, its load balancer's too, and so counts as serving. */
  healthy: boolean;
  /** Whether its address is registered with the target groups. */
  registered: boolean;
  startedAt?: Date;
  stoppingAt?: Date;
  stoppedAt?: Date;
  stop?: Stop;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
export type TaskStatus = 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPED';

/** A container of a task. */
export interface LocalContainer {
  readonly definition: ContainerDefinition;
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  healthStatus: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
  exitCode?: number;
  imageDigest?: string;
  /** How it fails. @default - it does not */
  fault?: ImageFault;
}

/** Why a task stops. */
export interface Stop {
  readonly code: TaskStopCode;
  /** ECS's own text. */
  readonly reason: string;
}

/** A task that has not started. */
export function newTask(
  definition: TaskDefinition,
  given: Pick<LocalTask, 'address' | 'startedBy' | 'createdAt'>,
): LocalTask {
  return {
    ...given,
    id: randomUUID().replaceAll('-', ''),
    definition,
    containers: (definition.containerDefinitions ?? []).map((container) => ({
      definition: container,
      lastStatus: 'PENDING',
      healthStatus: 'UNKNOWN',
    })),
    stopping: new AbortController(),
    lastStatus: 'PROVISIONING',
    healthy: false,
    registered: false,
  };
}

/** Whether it has not been stopped: it runs, or will. */
export const isLive = ({ stopping }: LocalTask): boolean => !stopping.signal.aborted;

/** Why a task stops whose target the load balancer finds unhealthy. */
export const failedTargetHealth = (targetGroupArn: string): Stop => ({
  code: 'ServiceSchedulerInitiated',
  reason: `Task failed ELB health checks in (target-group ${targetGroupArn})`,
});

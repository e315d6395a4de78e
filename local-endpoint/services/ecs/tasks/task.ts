import { randomUUID } from 'node:crypto';
import type { ContainerDefinition, TaskDefinition, TaskStopCode } from '@aws-sdk/client-ecs';
import type { ImageFault } from '../images';

/** A task that would run on Fargate. Nothing runs: its containers only go through the states they would have. */
export interface LocalTask {
  readonly id: string;
  /** In the service's subnets. */
  readonly address: string;
  /** `ecs-svc/…` of the deployment or task set it belongs to. */
  readonly startedBy: string;
  readonly definition: TaskDefinition;
  readonly containers: readonly LocalContainer[];
  readonly createdAt: Date;
  /** Aborts when it is told to stop. */
  readonly stopping: AbortController;
  lastStatus: TaskStatus;
  /** Whether it passes its health checks, its load balancer's too, and so counts as serving. */
  healthy: boolean;
  /** Whether target groups know its address. */
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
  /** What its image is made to do wrong. */
  fault?: ImageFault;
}

/** Why a task stops. */
export interface Stop {
  readonly code: TaskStopCode;
  /** In ECS's words. */
  readonly reason: string;
}

/** A task that is yet to start. */
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

/** Whether nobody told it to stop. */
export const isLive = ({ stopping }: LocalTask): boolean => !stopping.signal.aborted;

/** Why a task stops that the load balancer finds unhealthy. */
export const failedTargetHealth = (targetGroupArn: string): Stop => ({
  code: 'ServiceSchedulerInitiated',
  reason: `Task failed ELB health checks in (target-group ${targetGroupArn})`,
});

import type { CreateServiceRequest, DeploymentRolloutState, TaskDefinition } from '@aws-sdk/client-ecs';
import type { TaskNetworking } from '../tasks/networking';

/** What tasks are started from; a change of it starts a new deployment. */
export interface ServiceRevision extends TaskNetworking {
  readonly definition: TaskDefinition;
  /** Fields that are returned and have no effect. */
  readonly shown: Pick<
    CreateServiceRequest,
    'capacityProviderStrategy' | 'launchType' | 'platformVersion' | 'serviceRegistries'
  >;
}

/** One replacement of a service's tasks. */
export interface LocalDeployment {
  /** `ecs-svc/` and a number. */
  readonly id: string;
  readonly revision: ServiceRevision;
  readonly createdAt: Date;
  updatedAt: Date;
  rolloutState: DeploymentRolloutState;
  /** ECS's own text. */
  rolloutStateReason: string;
  /** Tasks that failed one after the other. */
  failedTasks: number;
  /** When the next task may start after one that failed. @default - at once */
  retryAt?: Date;
  /** Whether the service rolled back to it. @default false */
  isRollback?: boolean;
  /** When it is completed, if all tasks keep running. @default - not all run yet, or there is nothing to wait for */
  bakedAt?: Date;
}

import type { CreateServiceRequest, DeploymentRolloutState, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Wiring } from '../wiring';

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
  /** Whether the service went back to it. @default false */
  isRollback?: boolean;
  /** When it is over, if all tasks stay in place. @default - not all are yet, or there is nothing to wait for */
  bakedAt?: Date;
}

import type {
  DeploymentConfiguration,
  DeploymentRolloutState,
  RegisterTaskDefinitionRequest,
  Tag,
} from '@aws-sdk/client-ecs';

/** Task definitions and services. */
export interface EcsState {
  /** Revisions by family, the first of which has number 1. */
  readonly families: Record<string, RevisionRecord[]>;
  /** By `cluster/service`. */
  readonly services: Record<string, ServiceRecord>;
  /** References of images whose containers never pass a health check. */
  failing: readonly string[];
  /** Whether no task can be placed. @default false */
  hasNoCapacity?: boolean;
}

export interface RevisionRecord {
  readonly input: Omit<RegisterTaskDefinitionRequest, 'tags'>;
  readonly tags: readonly Tag[];
  /** Milliseconds since 1970. */
  readonly registeredAt: number;
}

export interface ServiceRecord {
  readonly cluster: string;
  readonly name: string;
  readonly controller: 'ECS' | 'CODE_DEPLOY';
  readonly desired: number;
  readonly configuration: DeploymentConfiguration;
  /** Of a service that ECS itself deploys to: container, port and ARN of its target group. */
  readonly loadBalancer: LoadBalancer;
  /** The primary one first; none with CodeDeploy. */
  deployments: DeploymentRecord[];
  /** What a rollback returns to. @default - nothing was completed */
  completed?: Pick<DeploymentRecord, 'id' | 'definition'>;
  /** None where ECS itself deploys. */
  taskSets: TaskSetRecord[];
  tasks: TaskRecord[];
  /** ARNs of the revisions that deployments brought to their end, oldest first. */
  readonly served: string[];
}

export interface LoadBalancer {
  readonly container: string;
  readonly port: number;
  readonly targetGroup: string;
}

/** One of ECS's own deployments. */
export interface DeploymentRecord {
  /** `ecs-svc/…` */
  readonly id: string;
  /** ARN of the revision. */
  readonly definition: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  state: DeploymentRolloutState;
  reason: string;
  /** Tasks that failed one after the other. */
  failed: number;
  /** Milliseconds since 1970 before which no task starts after one that failed. @default - one may start */
  retryAt?: number;
  /** When it is completed if all tasks keep serving. @default - not all serve yet */
  bakedAt?: number;
  readonly isRollback?: boolean;
  /** Whether an alarm was raised before it began, so that alarms are not watched. @default false */
  readonly ignoresAlarms?: boolean;
}

/** What CodeDeploy makes and removes. */
export interface TaskSetRecord {
  readonly id: string;
  readonly arn: string;
  /** CodeDeploy's deployment. */
  readonly externalId: string;
  readonly definition: string;
  readonly targetGroup: string;
  isPrimary: boolean;
  /** As of a deployment. */
  retryAt?: number;
  /** Tasks that failed. @default 0 */
  failed?: number;
}

export interface TaskRecord {
  readonly id: string;
  /** Id of the deployment or task set. */
  readonly startedBy: string;
  state: 'PENDING' | 'RUNNING' | 'STOPPING';
  /** When it runs, or has stopped, in milliseconds since 1970. */
  due: number;
}

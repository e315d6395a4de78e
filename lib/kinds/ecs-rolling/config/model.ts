import type { Check, Commits, Verification } from '../../../build/config/model';
import type { BasePipeline } from '../../../config/model';
import type { OwnedEcsService } from '../../../ecs-service/config/model';
import type { Gates } from '../../../gates/config/gates';

/** How ECS replaces tasks. */
export interface RollingDeploy {
  /** Path in the build's artifact. @default - taskdef.json for a service that the factory makes; for an existing one only images change */
  readonly taskDefinition?: string;
  /** Whole minutes until the deploy action gives up, 1 to 60. @default 30 */
  readonly timeoutMinutes: number;
}

/** The ECS service that is released to, with ECS's own deployment controller. */
export type RollingService = OwnedRollingService | ExistingRollingService;

/** A Fargate service, its cluster and load balancer, made by the factory in a stack of their own. */
export interface OwnedRollingService extends OwnedEcsService {
  /** Percent of `desiredCount` that stays healthy while tasks are replaced, 0 to 100. @default 100 */
  readonly minimumHealthyPercent: number;
  /** Percent of `desiredCount` that may run while tasks are replaced, 100 to 200. @default 200 */
  readonly maximumPercent: number;
  /** What makes ECS roll back: its circuit breaker (failure), the alarms of the load balancer. @default ['failure', 'alarm'] */
  readonly rollbackOn: readonly ('failure' | 'alarm')[];
}

/** A service that is there already. */
export interface ExistingRollingService {
  readonly owned: false;
  readonly cluster: string;
  readonly service: string;
  /** Of its task definitions: the pipeline registers revisions of no other. */
  readonly family: string;
  /** ARNs of the task and execution roles that the task definition names. */
  readonly taskRoles: readonly string[];
}

/** A pipeline that builds commits, and has ECS itself replace the tasks of a service. */
export interface EcsRollingPipeline extends BasePipeline, Gates {
  readonly kind: 'ecs-rolling';
  readonly source: Commits;
  /** Buildspecs that must pass before anything is built, each a stage of its own. @default [] */
  readonly checks: readonly Check[];
  readonly deploy: RollingDeploy;
  readonly service: RollingService;
  /** What must pass once tasks are replaced, or else what passed before is deployed. @default - nothing is run */
  readonly verify?: Verification;
}

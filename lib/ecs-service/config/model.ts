import type { LoadBalancedService } from '../../load-balancing/config/model';

/** What every ECS service that the factory makes has. */
export interface OwnedEcsService extends LoadBalancedService {
  readonly owned: true;
  /** The container of the load balancer's traffic, as taskdef.json names it. @default app */
  readonly container: string;
  /** The port it listens on. @default 80 */
  readonly port: number;
  /** @default 1 */
  readonly desiredCount: number;
}

/** An ECS service that a pipeline releases to, whoever made it. */
export type EcsService =
  | OwnedEcsService
  | {
      readonly owned: false;
      readonly cluster: string;
      readonly service: string;
      /** Of its task definitions. */
      readonly family: string;
      /** ARNs of the task and execution roles that the task definition names. */
      readonly taskRoles: readonly string[];
    };

/** What every service that the factory makes has. */
export interface OwnedEcsService {
  readonly owned: true;
  /** The container of the load balancer's traffic, as taskdef.json names it. @default app */
  readonly container: string;
  /** The port it listens on. @default 80 */
  readonly port: number;
  /** @default / */
  readonly healthCheckPath: string;
  /** @default 1 */
  readonly desiredCount: number;
  /** ACM certificate ARN: the production listener is then HTTPS on 443, otherwise HTTP on 80. @default - HTTP */
  readonly certificate?: string;
  /** Addresses that may reach the listeners. @default ['0.0.0.0/0'] */
  readonly allowFrom: readonly string[];
  /** Subnets to use instead of a new VPC. @default - a new VPC of two zones */
  readonly network?: {
    readonly vpc: string;
    /** At least two, in different zones. */
    readonly publicSubnets: readonly string[];
    /** @default - the public ones */
    readonly privateSubnets: readonly string[];
  };
}

/** An ECS service that a pipeline releases to, whoever made it. */
export type EcsService =
  | OwnedEcsService
  | {
      readonly owned: false;
      readonly cluster: string;
      readonly service: string;
      /** ARNs of the task and execution roles that the task definition names. */
      readonly taskRoles: readonly string[];
    };

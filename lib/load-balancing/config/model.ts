/** What every service has that the factory makes behind a load balancer of its own. */
export interface LoadBalancedService {
  /** @default / */
  readonly healthCheckPath: string;
  /** ACM certificate ARN: the production listener is then HTTPS on 443, otherwise HTTP on 80. @default - HTTP */
  readonly certificate?: string;
  /** Addresses that may reach the production listener. @default ['0.0.0.0/0'] */
  readonly allowFrom: readonly string[];
  /** @default - a new VPC of two zones */
  readonly network?: ExistingNetwork;
}

/** A service with a second listener, by which green can be tried before the traffic moves. */
export interface TestedService {
  /** @default 8080 */
  readonly testPort: number;
  /** Addresses that may reach the test listener. @default - those of `allowFrom`, without the Internet as a whole */
  readonly testAllowFrom?: readonly string[];
}

/** Subnets to use instead of a new VPC. */
export interface ExistingNetwork {
  readonly vpc: string;
  /** At least two, in different zones. */
  readonly publicSubnets: readonly string[];
  /** @default - the public ones */
  readonly privateSubnets: readonly string[];
}

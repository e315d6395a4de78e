import type { Rule, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';

/** Rules and target groups of one load balancer. */
export interface LoadBalancingState {
  /** By ARN. */
  readonly rules: Record<string, Rule & { readonly listener: string }>;
  /** By ARN. */
  readonly targetGroups: Record<string, TargetGroupRecord>;
}

export interface TargetGroupRecord {
  readonly described: TargetGroup;
  readonly attributes: Record<string, string>;
  /** By instance id. */
  readonly targets: Record<string, TargetRecord>;
}

/** A registered instance, or one that drains. */
export interface TargetRecord {
  /** Milliseconds since 1970 from which it is checked. */
  readonly checkedSince: number;
  /** Whether its health checks succeed. */
  readonly succeeds: boolean;
  /** What it was found to be before its checks came to something else. @default - they have come to nothing yet */
  readonly was?: 'healthy' | 'unhealthy';
  /** When it has drained. @default - it is registered */
  goneAt?: number;
}

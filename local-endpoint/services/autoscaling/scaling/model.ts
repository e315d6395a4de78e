import type { ScalingPolicy } from '@aws-sdk/client-auto-scaling';

/** A scaling policy. */
export interface PolicyRecord {
  /** As DescribePolicies returns it. */
  readonly policy: ScalingPolicy & { readonly PolicyName: string; readonly PolicyARN: string };
}

import type { ScalingPolicy } from '@aws-sdk/client-auto-scaling';

/** A scaling policy, as DescribePolicies returns it, without the alarms that users made for it. */
export type PolicyRecord = ScalingPolicy & { readonly PolicyName: string; readonly PolicyARN: string };

import type { InstanceRefreshStatus, RefreshPreferences } from '@aws-sdk/client-auto-scaling';

/** Groups by name. */
export interface AutoScalingState {
  readonly groups: Record<string, GroupRecord>;
  /** Whether EC2 has no instance to launch. @default false */
  hasNoCapacity?: boolean;
}

/** An Auto Scaling group. */
export interface GroupRecord {
  readonly name: string;
  min: number;
  max: number;
  desired: number;
  template: GroupTemplate;
  readonly subnets: string;
  /** Seconds in which failed health checks of a new instance do not count. */
  readonly graceSeconds: number;
  /** ARNs. */
  readonly targetGroups: readonly string[];
  /** By key. */
  readonly tags: Record<string, { readonly Value: string; readonly PropagateAtLaunch: boolean }>;
  instances: GroupInstance[];
  /** The newest first. @default - there were none */
  refreshes?: RefreshRecord[];
  /** Names of what it was completed with: policies, scheduled actions, metrics, notifications. */
  extras: string[];
  /** Since when it has been in service without traffic. @default - it has traffic, or no instances in service */
  idleSince?: number;
  /** Why it could launch no instance when it last tried. @default - it could */
  noLaunch?: string;
  /** When it is gone at the earliest. @default - it is not being deleted */
  deleteAt?: number;
}

export interface GroupTemplate {
  readonly LaunchTemplateName: string;
  readonly Version: string;
}

/** An instance refresh. Times are milliseconds since 1970. */
export interface RefreshRecord {
  readonly id: string;
  /** What the group had before, which a rollback returns to. */
  readonly previous: GroupTemplate;
  /** As it was asked for. */
  readonly desired: GroupTemplate;
  readonly preferences: Required<
    Pick<
      RefreshPreferences,
      | 'MinHealthyPercentage'
      | 'MaxHealthyPercentage'
      | 'InstanceWarmup'
      | 'BakeTime'
      | 'SkipMatching'
      | 'AutoRollback'
    >
  > & { readonly alarms: readonly string[] };
  status: InstanceRefreshStatus;
  reason?: string;
  /** How many instances were to be replaced when it, or its rollback, began. @default - not known before its first step */
  total?: number;
  /** How many of them are replaced by instances that count. */
  done: number;
  /** Why it was rolled back, and how many percent were replaced by then. @default - it was not */
  rollback?: { readonly reason: string; readonly percentage: number };
  /** What instances are replaced with. */
  target: GroupTemplate;
  /** Ids of the instances that are to be replaced. @default - not known before its first step */
  old?: string[];
  /** Ids of the others that were there when it, or its rollback, began. @default - not known before its first step */
  kept?: string[];
  /** How many instances there are beyond the desired capacity. */
  surplus: number;
  /** Until when it bakes. */
  bakesUntil?: number;
  /** When it had replaced something last. */
  progressAt: number;
}

/** An instance of a group. Times are milliseconds since 1970. */
export interface GroupInstance {
  readonly id: string;
  readonly imageId: string;
  readonly version: string;
  state: 'Pending' | 'InService' | 'Terminating';
  /** Whether it is being replaced because its health checks failed. @default false */
  isUnhealthy?: boolean;
  /** Until when failed health checks do not count. @default - it was in service at the start */
  graceUntil?: number;
  /** Since when it is in service. @default - it was at the start */
  inServiceAt?: number;
  /** When its state ends by itself. @default - it stays */
  due?: number;
  /** What its termination does. @default - it is not being terminated */
  ending?: 'drain' | 'shut-down';
}

/** From the launch of an instance until it has started, until one is terminated, and until an empty group is gone. */
export const BOOT_MILLISECONDS = 20_000;
export const SHUT_DOWN_MILLISECONDS = 10_000;
export const DELETE_MILLISECONDS = 5_000;

/**
 * How long a group with a scaling policy keeps its size without traffic. Target tracking takes about fifteen minutes, and
 * removes instances a few at a time; here it is as fast and as thorough as can be.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 */
export const IDLE_MILLISECONDS = 45_000;

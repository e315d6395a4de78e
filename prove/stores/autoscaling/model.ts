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
  readonly template: { readonly LaunchTemplateName: string; readonly Version: string };
  readonly subnets: string;
  /** Seconds in which failed health checks of a new instance do not count. */
  readonly graceSeconds: number;
  /** ARNs. */
  readonly targetGroups: readonly string[];
  /** By key. */
  readonly tags: Record<string, { readonly Value: string; readonly PropagateAtLaunch: boolean }>;
  instances: GroupInstance[];
  /** Names of what it was completed with: policies, scheduled actions, metrics, notifications. */
  extras: string[];
  /** Since when it has been in service without traffic. @default - it has traffic, or no instances in service */
  idleSince?: number;
  /** When it is gone at the earliest. @default - it is not being deleted */
  deleteAt?: number;
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

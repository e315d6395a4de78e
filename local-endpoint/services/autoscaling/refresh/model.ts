import type {
  DesiredConfiguration,
  InstanceRefreshStatus,
  RefreshPreferences,
} from '@aws-sdk/client-auto-scaling';
import type { LaunchSource } from '../launch/source';

/** An instance refresh. */
export interface RefreshRecord {
  readonly id: string;
  readonly startedAt: Date;
  readonly preferences: Preferences;
  /** As it was given. @default - the group's own configuration */
  readonly desired?: DesiredConfiguration;
  /** What instances are replaced with. */
  target: LaunchSource;
  /** What the group had when the refresh began, which a rollback returns to. */
  readonly previous: LaunchSource;
  status: InstanceRefreshStatus;
  reason?: string;
  endedAt?: Date;
  /** Ids of the instances that are still to be replaced. @default - not known before its first step */
  old?: string[];
  /** How many instances were to be replaced when the refresh, or its rollback, began. */
  total: number;
  /** How many are replaced by instances that are warm, or need not be. */
  done: number;
  /** How many instances are launched beyond the desired capacity before others are terminated. */
  surplus: number;
  /** How many of the checkpoints are passed. */
  checkpoints: number;
  /** Until when it waits at a checkpoint, or bakes. */
  waitUntil?: Date;
  /** When something was replaced last: nothing within an hour fails a refresh. */
  progressAt: Date;
  rollback?: RefreshRollback;
}

/** How a refresh was rolled back. */
export interface RefreshRollback {
  readonly reason: string;
  readonly startedAt: Date;
  /** What the refresh had done by then. */
  readonly percentage: number;
  readonly remaining: number;
}

/** Preferences with all that has a default. */
export type Preferences = RefreshPreferences & {
  readonly MinHealthyPercentage: number;
  readonly MaxHealthyPercentage: number;
  readonly InstanceWarmup: number;
  readonly SkipMatching: boolean;
  readonly AutoRollback: boolean;
  readonly CheckpointDelay: number;
  readonly BakeTime: number;
};

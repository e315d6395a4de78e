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
  readonly preferences: RefreshPreferences;
  /** As it was given. @default - the group's own configuration */
  readonly desired?: DesiredConfiguration;
  /** What instances are replaced with. */
  target: LaunchSource;
  /** What the group had when the refresh began, which a rollback returns to. */
  readonly previous: LaunchSource;
  status: InstanceRefreshStatus;
  reason?: string;
  endedAt?: Date;
  /** How many instances were to be replaced at the beginning of the refresh or of its rollback. */
  total: number;
  /** Ids of the instances that are still to be replaced. */
  pending: string[];
  /** Ids of instances that are not replaced, because they match. */
  skipped: number;
  /** How many of {@link RefreshPreferences.CheckpointPercentages} are passed. */
  checkpoints: number;
  /** Until when it waits at a checkpoint, or bakes. */
  waitUntil?: Date;
  rollback?: {
    readonly reason: string;
    readonly startedAt: Date;
    readonly percentage: number;
    readonly remaining: number;
  };
}

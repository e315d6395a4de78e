import type { ImageScanFinding } from '@aws-sdk/client-ecr';

/** A scan of an image. */
export interface Scan {
  readonly startedAt: Date;
  readonly findings: readonly ImageScanFinding[];
  /** @default - it is in progress */
  completedAt?: Date;
}

import type { PlayedContext } from '../git/played-pipeline';
import type { FleetPipeline } from './pipeline';

/** A release that serves. */
export interface ServingRelease {
  readonly commit: string;
  readonly executionId: string;
  readonly imageId: string;
  readonly group: string;
}

/** What the steps work with and leave for each other. */
export interface FleetContext extends PlayedContext<FleetPipeline> {
  /** By pipeline name. */
  readonly serving: Map<string, ServingRelease>;
}

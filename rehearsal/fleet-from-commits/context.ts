import type { RehearsalContext } from '../context';
import type { GitClone } from '../git/clone';
import type { PipelineGroup } from '../scenario';
import type { FleetPipeline } from './pipeline';

/** A release that serves. */
export interface ServingRelease {
  readonly commit: string;
  readonly executionId: string;
  readonly imageId: string;
  readonly group: string;
}

/** What the steps work with and leave for each other. */
export interface FleetContext extends RehearsalContext {
  readonly application: PipelineGroup<FleetPipeline>;
  readonly clone: GitClone;
  /** By pipeline name. */
  readonly serving: Map<string, ServingRelease>;
}

import type { EcsRelease } from '../contract/release-record';
import type { JobWait } from '../job/job-outcome';

/** Which release of a pipeline to describe. */
export interface ReleaseQuery {
  /** CodeDeploy's. @default - the latest deployment of the pipeline's deploy action */
  readonly deploymentId?: string;
  /** The pipeline execution whose action runs. @default - CodeDeploy's event started the function */
  readonly executionId?: string;
  /** The end of an execution or of a deployment of ECS, after which what serves may not be recorded. @default - none */
  readonly ended?: { readonly at: Date; readonly executionId?: string };
}

/** A release; or what is waited for, where its deployment is not over; or none, where nothing is to be recorded. */
export type ReleaseLookup =
  | { readonly kind: 'found'; readonly release: EcsRelease }
  | JobWait
  | { readonly kind: 'none' };

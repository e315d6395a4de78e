import type { ConfigKind, LocatedPipeline, RequestedChecks } from './kind';

/** A pipeline with its kind. */
export interface ResolvedPipeline extends LocatedPipeline {
  readonly kind: ConfigKind;
}

/** A pipeline whose entry has its pull requests checked. */
export interface RequestedPullRequests extends ResolvedPipeline {
  readonly requested: RequestedChecks;
}

import type { ApprovalRequest } from '../gates/approve';
import type { PipelinePlan } from '../pipeline/plan';

/** Where a pipeline's releases come from: the stages at whose end there is something to deploy, and what starts them. */
export interface ReleaseSource extends Required<PipelinePlan> {
  /** Artifacts that name images. @default - none do */
  readonly images: readonly string[];
  /** What whoever approves a release is asked. */
  readonly request: ApprovalRequest;
}

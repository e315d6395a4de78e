import type { ApprovalStatus } from '@aws-sdk/client-codepipeline';
import type { ActionRun } from '../model';

/** What a person decided. */
export interface ApprovalDecision {
  readonly status: ApprovalStatus;
  readonly summary: string;
  /** ARN of who decided. */
  readonly by: string;
}

/** A question to people that takes exactly one answer. */
export interface Approval {
  readonly run: ActionRun;
  /** `expired` too when it was abandoned. */
  state: 'open' | 'answered' | 'expired';
  answer(decision: ApprovalDecision): void;
}

import type { JobDetails } from '@aws-sdk/client-codepipeline';

/** What a function answered: done, not yet, or failed. */
export type JobResult =
  | {
      readonly outcome: 'success';
      readonly continuationToken?: string;
      readonly outputVariables?: Record<string, string>;
      readonly summary?: string;
      readonly externalExecutionId?: string;
      readonly percentComplete?: number;
    }
  | {
      readonly outcome: 'failure';
      readonly type: string;
      readonly message: string;
      readonly externalExecutionId?: string;
    };

/** One invocation of a function by an action, which takes exactly one result. */
export interface Job {
  readonly details: JobDetails;
  /** Whether the result is in, or nobody waits for one any more. */
  closed: boolean;
  /** Hands the result to the action that waits for it. */
  answer(result: JobResult): void;
}

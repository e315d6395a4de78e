import type { JobDetails } from '@aws-sdk/client-codepipeline';

/** The result that a function puts for a job; one with a continuation token has the function invoked again. */
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
export interface LambdaJob {
  readonly details: JobDetails;
  /** Whether it has its result, or the action that waited for one has ended. */
  closed: boolean;
  /** Hands the result to the action that waits for it. */
  answer(result: JobResult): void;
}

import type { JobState } from './pipeline-job';

/** How a handler answers its job; a failure is thrown. */
export type JobOutcome = JobSuccess | JobWait;

/** The action is done. */
export interface JobSuccess {
  readonly kind: 'success';
  /** Shown with the action in the console. Cut at 2,048 characters. */
  readonly summary: string;
  /** Output variables, for later actions. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** The id of what the action made or found elsewhere, for example of a deployment. @default - none */
  readonly externalExecutionId?: string;
}

/** The action goes on: CodePipeline invokes the function again after a while. */
export interface JobWait {
  readonly kind: 'wait';
  /** Continues the sentence "waiting for …". */
  readonly waitingFor: string;
  /** Kept for the next invocation; with the deadline, at most 2,048 characters as JSON. @default - nothing */
  readonly state?: JobState;
}

/** The action is done. */
export const succeed = (summary: string, details: Omit<JobSuccess, 'kind' | 'summary'> = {}): JobSuccess => ({
  kind: 'success',
  summary,
  ...details,
});

/** The action is not done yet and is checked again after a while. */
export const waitFor = (waitingFor: string, state?: JobState): JobWait => ({
  kind: 'wait',
  waitingFor,
  state,
});

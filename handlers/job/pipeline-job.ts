import type { PipelineIdentity } from '../contract/names';

/**
 * One invocation of an action function by a pipeline, validated. It carries credentials, so it is never logged.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
 */
export interface PipelineJob<Parameters = unknown> {
  readonly id: string;
  /** Twelve digits: the pipeline's account. */
  readonly account: string;
  readonly pipeline: PipelineIdentity;
  /** The pipeline execution. @default - the action's UserParameters do not name it */
  readonly executionId?: string;
  /** What else the action's UserParameters name. */
  readonly parameters: Parameters;
  /** In the order of the action's declaration. */
  readonly inputArtifacts: readonly JobArtifact[];
  /** They open the job's artifacts and nothing else. @default - the action has no artifacts */
  readonly artifactCredentials?: ArtifactCredentials;
  /** What an earlier invocation for the same action left. @default - this is the first */
  readonly continuation?: JobContinuation;
}

/** A job that an action in progress has asked for. */
export interface ConfirmedJob<Parameters = unknown> extends PipelineJob<Parameters> {
  /**
   * The execution whose action it is, as CodePipeline shows it: in a rollback, {@link executionId} may be the one that it goes
   * back to.
   */
  readonly runningIn: string;
  readonly action: ConfirmedAction;
}

/** An action in progress, which is another one after a retry of its stage. */
export interface ConfirmedAction {
  /** CodePipeline's id of the action execution. */
  readonly id: string;
  /** @default - CodePipeline does not show it */
  readonly startedAt?: Date;
}

/** Where an artifact is, as a zip archive. */
export interface JobArtifact {
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
}

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_AWSSessionCredentials.html */
export interface ArtifactCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What a continuation token carries from one invocation to the next. */
export interface JobContinuation {
  /** ISO 8601: when waiting ends in a failure. */
  readonly deadline: string;
  readonly state: JobState;
  /** Whether no invocation has worked on the action yet, because CodePipeline did not show it. @default false */
  readonly isUnconfirmed?: boolean;
}

/** What a handler keeps from one invocation to the next. */
export type JobState = Readonly<Record<string, string | number | boolean>>;

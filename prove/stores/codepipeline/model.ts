import type { PipelineExecutionStatus } from '@aws-sdk/client-codepipeline';

/** One pipeline: its structure, and its executions. */
export interface PipelineState {
  readonly name: string;
  /** What the names of the environment's functions begin with. */
  readonly functionPrefix: string;
  /** Of the artifacts. @default - there are none */
  readonly artifactBucket?: string;
  /** What a release comes from. @default - a commit, through a connection */
  readonly sources?: readonly SourceDefinition[];
  /** What becomes of an execution that comes to a stage in which another one is. @default QUEUED, which the factory deploys */
  mode?: 'QUEUED' | 'SUPERSEDED' | 'PARALLEL';
  /** Those after the build, in order. */
  stages: readonly StageDefinition[];
  /** Oldest first. */
  readonly executions: Execution[];
  /** Oldest first. */
  readonly actions: ActionRun[];
  /** Oldest first. */
  readonly jobs: Job[];
  /** Actions whose function is invoked again. */
  continuations: { readonly action: string; readonly token: string; readonly due: number }[];
  /** Executions that wait to enter a stage, the first to enter first. @default - none */
  waiting?: { readonly execution: string; readonly stage: string }[];
  /** Actions that a person is to approve, and when one answers. @default - none */
  approvals?: { readonly action: string; readonly due: number }[];
  /** Whether the person rejects. @default false */
  rejects?: boolean;
  /** The execution that entered a stage last, by stage. */
  readonly latest: Record<string, { readonly execution: string; status: StageRunStatus }>;
}

type StageRunStatus = 'InProgress' | 'Stopping' | 'Stopped' | 'Succeeded' | 'Failed' | 'Cancelled';

export interface StageDefinition {
  readonly name: string;
  readonly actions: readonly ActionDefinition[];
}

/** A source action of the pipeline, beside which an execution has nothing but its artifact. */
export interface SourceDefinition {
  readonly name: string;
  readonly provider: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly artifact: string;
}

export interface ActionDefinition {
  readonly name: string;
  /** The end of the function's name; that of the provider in `prove/providers`; `approval` where a person is asked. */
  readonly action: string;
  /** The pipeline's own provider that does it. @default - a function does */
  readonly native?: NativeAction;
  /** Names of its input artifacts. @default - none */
  readonly inputs?: readonly string[];
  /** Of its output variables. @default - it has none */
  readonly namespace?: string;
  /** Actions one after the other with the same run side by side. @default - it runs behind the one before it */
  readonly runOrder?: number;
  /** With variables, as the template has them. */
  readonly userParameters: string;
}

/** An action that CodePipeline does itself. */
export interface NativeAction {
  readonly provider: string;
  /** With variables, as the template has them. */
  readonly configuration: Readonly<Record<string, string>>;
}

export interface Execution {
  readonly id: string;
  status: PipelineExecutionStatus;
  /** The mode of the pipeline when it started. @default 'QUEUED' */
  readonly mode?: PipelineState['mode'];
  /** The execution that a stage goes back to. @default - it is no rollback */
  readonly target?: string;
  /** Whether the pipeline was updated since: it ends with its action in progress. @default false */
  isOutdated?: boolean;
  /** `codepipeline.PipelineExecutionId` of its actions. @default - its own id */
  readonly givenId?: string;
  /** Output variables of the stages before, by namespace. */
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Keys in the artifact bucket, by the names of artifacts. @default - none */
  readonly artifacts?: Readonly<Record<string, string>>;
  /** Object versions or commits, by the names of artifacts. @default - they are not known */
  readonly revisions?: Readonly<Record<string, string>>;
}

/** One run of an action. */
export interface ActionRun {
  readonly id: string;
  readonly execution: string;
  readonly stage: string;
  readonly definition: ActionDefinition;
  /** With the variables resolved. */
  readonly userParameters: string;
  /** Of an action that CodePipeline does itself, with the variables resolved. @default - a function does it */
  readonly configuration?: Readonly<Record<string, string>>;
  status: 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed';
  output: Readonly<Record<string, string>>;
  externalId?: string;
  message?: string;
  /** Where its input artifacts are. @default - it has none */
  readonly artifacts?: readonly { readonly name: string; readonly bucket: string; readonly key: string }[];
}

/** One invocation of an action's function, which takes one result. */
export interface Job {
  readonly id: string;
  readonly action: string;
  /** When the action fails without a result. */
  readonly until: number;
  /** Each result that was taken, or refused. */
  readonly results: { readonly kind: 'success' | 'continue' | 'failure'; readonly isTaken: boolean }[];
  isClosed: boolean;
  /** Whether its execution was stopped without a result. @default false */
  isAbandoned?: boolean;
}

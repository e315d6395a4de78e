import type {
  ActionDeclaration,
  ActionExecutionStatus,
  ActionTypeId,
  ErrorDetails,
  ExecutionMode,
  ExecutionTrigger,
  ExecutionType,
  PipelineDeclaration,
  PipelineExecutionStatus,
  RetryTrigger,
  SourceRevisionOverride,
  StageDeclaration,
  StageExecutionStatus,
} from '@aws-sdk/client-codepipeline';
import type { Change } from '../../kit/pushes';
import type { Scope } from '../../kit/scope';
import type { WithRequired } from '../../kit/validate';

/** An action of a valid pipeline structure, with the defaults filled in. */
export type Action = WithRequired<
  Omit<ActionDeclaration, 'actionTypeId' | 'inputArtifacts' | 'outputArtifacts'>,
  'name' | 'runOrder' | 'configuration'
> & {
  actionTypeId: WithRequired<ActionTypeId, keyof ActionTypeId>;
  inputArtifacts: { name: string }[];
  outputArtifacts: { name: string }[];
};

/** A stage of a valid pipeline structure. */
export type Stage = WithRequired<Omit<StageDeclaration, 'actions'>, 'name'> & { actions: Action[] };

/** A valid pipeline structure. */
export type Structure = WithRequired<
  Omit<PipelineDeclaration, 'stages'>,
  'name' | 'roleArn' | 'version' | 'executionMode'
> & { stages: Stage[] };

/** A pipeline with its history. */
export interface Pipeline extends Scope {
  readonly name: string;
  readonly arn: string;
  /** All structures it has had; version 1 first, the current one last. */
  readonly versions: Structure[];
  readonly created: Date;
  updated: Date;
  readonly tags: Map<string, string>;
  /** By stage name. */
  readonly stageRuntimes: Map<string, StageRuntime>;
  /** Oldest first. */
  readonly executions: Execution[];
  /** Execution ids by `clientRequestToken`, so that a repeated request starts nothing twice. */
  readonly requests: Map<string, string>;
}

/** A stage across executions: its inbound transition, who is in it, who waits, and what ran last. */
export interface StageRuntime {
  readonly stageName: string;
  /** The execution that locks the stage; none in PARALLEL mode. */
  lockedBy?: Execution;
  /** Those that wait to enter, first come first. */
  readonly waiting: Execution[];
  transition: { enabled: boolean; lastChangedBy?: string; lastChangedAt?: Date; disabledReason?: string };
  latest?: StageRun;
  /** The last run of each action, by its name. */
  readonly actions: Map<string, ActionRun>;
}

/** Where an artifact lies in the artifact store. */
export interface StoredArtifact {
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
  /** Whether it is kept with the tags of the object that it comes from, if there are any. @default false */
  readonly keepsTags?: boolean;
}

/** The revision that a source action took, as pipeline history shows it. */
export interface ResolvedRevision {
  readonly actionName: string;
  readonly artifactName?: string;
  readonly revisionId: string;
  readonly revisionSummary?: string;
  readonly revisionUrl?: string;
  readonly created?: Date;
}

/** What a source action takes because it started the execution: exactly that commit. */
export interface StartingChange {
  readonly actionName: string;
  readonly connectionArn: string;
  /** `owner/name` */
  readonly repository: string;
  readonly change: Change;
}

/** One run of a pipeline. */
export interface Execution {
  readonly id: string;
  readonly pipeline: Pipeline;
  /** The structure it was started with. */
  readonly structure: Structure;
  readonly mode: ExecutionMode;
  readonly type: ExecutionType;
  readonly trigger: ExecutionTrigger;
  /** The execution a rollback goes back to. */
  readonly rollbackTarget?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly overrides: readonly SourceRevisionOverride[];
  /** The push or pull request that started it. @default - something else did */
  readonly change?: StartingChange;
  readonly artifacts: Map<string, StoredArtifact>;
  /** Output variables of actions, by namespace. */
  readonly namespaces: Map<string, Readonly<Record<string, string>>>;
  readonly sources: ResolvedRevision[];
  /** By stage name. */
  readonly stages: Map<string, StageRun>;
  /** All runs of actions, retried ones too, oldest first. */
  readonly actions: ActionRun[];
  readonly startTime: Date;
  lastUpdateTime: Date;
  status: PipelineExecutionStatus;
  statusSummary?: string;
  stopReason?: string;
  /** Aborts when its actions are abandoned; a retry gets a fresh one. */
  abandon: AbortController;
}

/** What one execution did in one stage. */
export interface StageRun {
  readonly executionId: string;
  readonly type: ExecutionType;
  status: StageExecutionStatus;
  automaticRetries: number;
  manualRetries: number;
  latestRetryTrigger?: RetryTrigger;
}

/** One run of one action. */
export interface ActionRun {
  readonly id: string;
  readonly execution: Execution;
  readonly stageName: string;
  readonly action: Action;
  readonly startTime: Date;
  lastUpdateTime: Date;
  status: ActionExecutionStatus;
  /** ARN of who decided it, for an approval. */
  updatedBy?: string;
  summary?: string;
  /** What an approval is answered with, while it waits. */
  token?: string;
  externalExecutionId?: string;
  externalExecutionUrl?: string;
  percentComplete?: number;
  errorDetails?: ErrorDetails;
  resolvedConfiguration?: Record<string, string>;
  readonly inputArtifacts: StoredArtifact[];
  readonly outputArtifacts: StoredArtifact[];
  outputVariables?: Record<string, string>;
}

/** The structure that new executions get. */
export function currentStructure(pipeline: Pipeline): Structure {
  const structure = pipeline.versions.at(-1);
  if (!structure) throw new Error(`pipeline ${pipeline.name} has no structure`);
  return structure;
}

/** A stage across executions; created on first use. */
export function stageRuntime(pipeline: Pipeline, stageName: string): StageRuntime {
  const known = pipeline.stageRuntimes.get(stageName);
  if (known) return known;
  const runtime: StageRuntime = { stageName, waiting: [], transition: { enabled: true }, actions: new Map() };
  pipeline.stageRuntimes.set(stageName, runtime);
  return runtime;
}

/** Whether an execution has come to its end (a failed or stopped one may still be retried). */
export function hasEnded(execution: Execution): boolean {
  return execution.status !== 'InProgress' && execution.status !== 'Stopping';
}

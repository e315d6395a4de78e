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

/** A shape of the API in which what has to be given is given. */
export type Given<T, K extends keyof T> = T & { [P in K]-?: NonNullable<T[P]> };

/** An action of a valid pipeline structure, with the defaults filled in. */
export type Action = Given<
  Omit<ActionDeclaration, 'actionTypeId' | 'inputArtifacts' | 'outputArtifacts'>,
  'name' | 'runOrder' | 'configuration'
> & {
  actionTypeId: Given<ActionTypeId, keyof ActionTypeId>;
  inputArtifacts: { name: string }[];
  outputArtifacts: { name: string }[];
};

/** A stage of a valid pipeline structure. */
export type Stage = Given<Omit<StageDeclaration, 'actions'>, 'name'> & { actions: Action[] };

/** A valid pipeline structure. */
export type Structure = Given<
  Omit<PipelineDeclaration, 'stages'>,
  'name' | 'roleArn' | 'version' | 'executionMode'
> & { stages: Stage[] };

/** A pipeline with everything that became of it. */
export interface Pipeline {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  /** All structures it has had; version 1 first, today's last. */
  readonly versions: Structure[];
  readonly created: Date;
  updated: Date;
  readonly tags: Map<string, string>;
  /** By stage name. */
  readonly gates: Map<string, Gate>;
  /** Oldest first. */
  readonly executions: Execution[];
  /** Execution ids by `clientRequestToken`, so that a repeated request starts nothing twice. */
  readonly requests: Map<string, string>;
}

/** A stage as executions meet it: the way in, who is inside and what was seen there last. */
export interface Gate {
  readonly stageName: string;
  /** The execution that locks the stage; none in PARALLEL mode. */
  occupant?: Execution;
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
}

/** What a source action found, as pipeline history shows it. */
export interface SourceFinding {
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
  readonly sources: SourceFinding[];
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

/** The ARN of a pipeline. */
export const pipelineArn = (accountId: string, region: string, name: string): string =>
  `arn:aws:codepipeline:${region}:${accountId}:${name}`;

/** Today's structure of a pipeline. */
export function currentStructure(pipeline: Pipeline): Structure {
  const structure = pipeline.versions.at(-1);
  if (!structure) throw new Error(`pipeline ${pipeline.name} has no structure`);
  return structure;
}

/** The way into a stage; made when first asked for. */
export function gateOf(pipeline: Pipeline, stageName: string): Gate {
  const known = pipeline.gates.get(stageName);
  if (known) return known;
  const gate: Gate = { stageName, waiting: [], transition: { enabled: true }, actions: new Map() };
  pipeline.gates.set(stageName, gate);
  return gate;
}

/** Whether an execution has come to its end (a failed or stopped one may still be retried). */
export function hasEnded(execution: Execution): boolean {
  return execution.status !== 'InProgress' && execution.status !== 'Stopping';
}

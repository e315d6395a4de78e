import type { S3Client, Tag } from '@aws-sdk/client-s3';
import type { ActionTypeId, SourceRevisionType } from '@aws-sdk/client-codepipeline';
import type { AwsIdentity } from '../../../kit/aws';
import type { Action, ActionRun, Execution, Given, SourceFinding, StoredArtifact } from '../model';
import type { CodePipelineStore } from '../store';

/** How many artifacts an action takes or makes. */
export interface ArtifactCount {
  readonly minimum: number;
  readonly maximum: number;
}

/** What CodePipeline can do in an action. One file per provider; `registry.ts` lists them. */
export interface ActionProvider {
  readonly type: Given<ActionTypeId, keyof ActionTypeId>;
  readonly inputArtifacts: ArtifactCount;
  readonly outputArtifacts: ArtifactCount;
  /** Configuration keys, and whether an action must have them. */
  readonly configuration: Readonly<Record<string, 'required' | 'optional'>>;
  /** Minutes after which an action fails by default. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
  readonly timeoutInMinutes: number;
  /** The kinds of source revision that StartPipelineExecution may pin. @default - none */
  readonly revisionTypes?: readonly SourceRevisionType[];
  /**
   * Does the action.
   * @throws ActionFailure what made it fail; an error of an AWS service fails it likewise, with its message
   */
  run(job: ActionJob): Promise<ActionOutcome>;
}

/** What a provider is given. */
export interface ActionJob {
  readonly store: CodePipelineStore;
  readonly execution: Execution;
  readonly action: Action;
  /** The action's run; a provider may show progress in it. */
  readonly run: ActionRun;
  /** Where the action happens. */
  readonly region: string;
  /** With variables put in. */
  readonly configuration: Readonly<Record<string, string>>;
  /** The revision of a kind that whoever started the execution asked for. */
  pinned(type: SourceRevisionType): string | undefined;
  /** Aborts when nobody waits for the action any more. */
  readonly signal: AbortSignal;
  /** A session of the action's role, the pipeline's where it has none. */
  identity(): Promise<AwsIdentity>;
  readonly artifacts: ArtifactAccess;
}

/** The artifact store as an action sees it, with its role's rights. */
export interface ArtifactAccess {
  s3(): Promise<S3Client>;
  /** The bytes of an input artifact. */
  read(name: string): Promise<Uint8Array>;
  /** Keeps bytes as an output artifact. @param tags of the object they come from @default - they come from none */
  write(name: string, bytes: Uint8Array, tags?: readonly Tag[]): Promise<void>;
  /** Where an output artifact is to be put by somebody else, a function for example. */
  reserve(name: string): StoredArtifact;
}

/** How an action ended well. */
export interface ActionOutcome {
  readonly outputVariables?: Record<string, string>;
  readonly summary?: string;
  /** What a source action found. */
  readonly finding?: Omit<SourceFinding, 'actionName' | 'artifactName'>;
}

/** Fails an action; code and message are shown as its `errorDetails`. */
export class ActionFailure extends Error {
  /**
   * @param code one of AWS's failure types, for example `ConfigurationError`
   * @param message AWS's words
   */
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ActionFailure';
  }
}

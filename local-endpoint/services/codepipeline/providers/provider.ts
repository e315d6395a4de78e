import type { S3Client, Tag } from '@aws-sdk/client-s3';
import type { ActionTypeId, SourceRevisionType } from '@aws-sdk/client-codepipeline';
import type { AwsIdentity } from '../../../kit/aws';
import type { WithRequired } from '../../../kit/validate';
import type { Action, ActionRun, Execution, ResolvedRevision, StoredArtifact } from '../model';
import type { CodePipelineStore } from '../store';

/** How many artifacts an action takes or makes. */
export interface ArtifactCount {
  readonly minimum: number;
  readonly maximum: number;
}

/** A type of action. One file per provider; `registry.ts` lists them. */
export interface ActionProvider {
  readonly type: WithRequired<ActionTypeId, keyof ActionTypeId>;
  readonly inputArtifacts: ArtifactCount;
  readonly outputArtifacts: ArtifactCount;
  /** Configuration keys, and whether an action must have them. */
  readonly configuration: Readonly<Record<string, 'required' | 'optional'>>;
  /** Minutes after which an action fails by default. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
  readonly timeoutInMinutes: number;
  /** The types of source revision that StartPipelineExecution may override. @default - none */
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
  /** The revision that the execution was started with, for this action and of this type. @default - the latest revision */
  revisionOverride(type: SourceRevisionType): string | undefined;
  /** Aborts when the action is abandoned or has ended. */
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
  /** Where an output artifact is to be put by what the action starts: a function, a build. */
  reserve(name: string): StoredArtifact;
}

/** How an action ended well. */
export interface ActionOutcome {
  readonly outputVariables?: Record<string, string>;
  readonly summary?: string;
  /** What a source action resolved to. */
  readonly revision?: Omit<ResolvedRevision, 'actionName' | 'artifactName'>;
}

/** Fails an action; code and message are shown as its `errorDetails`. */
export class ActionFailure extends Error {
  /**
   * @param code one of AWS's failure types, for example `ConfigurationError`
   * @param message as AWS has it
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

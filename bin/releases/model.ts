import type { ActionExecutionDetail, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { PipelineIdentity } from '../../handlers/contract/names';
import type { ReleaseRecord } from '../../handlers/contract/release-record';
import type { ActionLocation } from '../../rehearsal/pipeline/deployed-pipeline';
import type { ReleaseClients } from './clients';
import type { Difference } from './diff/differences';

/** A deployed pipeline whose releases can be read and rolled back. */
export interface ReleasePipeline {
  readonly clients: ReleaseClients;
  readonly name: string;
  readonly declaration: PipelineDeclaration;
  /** The version of the pipeline's structure. */
  readonly version: number;
  readonly type: DeploymentType;
  /** The action that makes a release serve; its stage is the one that is rolled back. */
  readonly deploy: ActionLocation;
  /** @default - no action function works for the pipeline */
  readonly identity?: PipelineIdentity;
  /** The release record. @default - there is none, or none that can be read */
  readonly record?: ReleaseRecord;
  /** Why the record cannot be read. @default - it can, or there is none */
  readonly recordProblem?: string;
}

/** The action executions of one pipeline execution, the newest first. */
export type ExecutedActions = readonly ActionExecutionDetail[];

/** A way of deploying: what serves, what is under way, and what going back needs, as AWS shows it. */
export interface DeploymentType {
  /** For a sentence that lists the known ones. */
  readonly title: string;
  /** The action that makes a release serve. @returns undefined where the pipeline deploys otherwise */
  locate(declaration: PipelineDeclaration): ActionLocation | undefined;
  /** Asks AWS what serves now. @returns undefined where nothing does */
  readServing(pipeline: ReleasePipeline): Promise<Serving | undefined>;
  /** What is under way and can be taken back without a rollback of the stage. @default - nothing ever is */
  readUnderWay?(pipeline: ReleasePipeline): Promise<UnderWay | undefined>;
  /** What would be deployed again, and whether AWS still has it. */
  readNeeds(pipeline: ReleasePipeline, target: RollbackTarget): Promise<readonly Need[]>;
  /**
   * What an execution would change of what serves.
   * @param actions of the execution
   * @throws ExpectedError where the execution has not made yet what is compared
   */
  readDifferences(pipeline: ReleasePipeline, actions: ExecutedActions): Promise<readonly Difference[]>;
  /**
   * What rolling the stage back does.
   * @param serving what serves now
   * @returns a sentence, which continues `rolls stage … back to execution …:`
   */
  describeRollback(pipeline: ReleasePipeline, target: RollbackTarget, serving?: Serving): Promise<string>;
  /** Why no release can be taken back, and what to do instead: a sentence. @default - one can */
  readonly noRollback?: string;
  /** What to do while the stage is running, when it cannot be rolled back. */
  readonly whileRunning: string;
}

/** What serves, and how it came to be. */
export interface Serving {
  /** What it is, and in which strength: rows of a name and a value. */
  readonly facts: readonly Fact[];
  /** The execution that brought it. @default - not known */
  readonly executionId?: string;
  /** @default - not known */
  readonly since?: Date;
  /** Why the release record cannot be trusted. @default - it names what serves */
  readonly recordDiffers?: string;
}

/** A row of the output. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A deployment that is taken back by stopping it. */
export interface UnderWay {
  /** What stopping it does: a sentence. */
  readonly text: string;
  /** Why it cannot be stopped. @default - it can */
  readonly refusal?: string;
  /** Stops it, and waits until what served before serves again. @param report takes lines of progress */
  takeBack(report: (line: string) => void, pause: () => Promise<void>): Promise<boolean>;
}

/** A deployment that nobody but who started it can take back. @param refusal why: a sentence */
export const refusedUnderWay = (refusal: string): UnderWay => ({
  text: refusal,
  refusal,
  takeBack: () => Promise.resolve(false),
});

/** An execution that the stage can be rolled back to. */
export interface RollbackTarget {
  readonly executionId: string;
  readonly started?: Date;
  /** What it released, as people quote it. */
  readonly revisions: string;
  readonly actions: ExecutedActions;
}

/** Something that a rollback uses. */
export interface Need {
  readonly what: string;
  /** Why it does not exist. @default - it exists */
  readonly missing?: string;
}

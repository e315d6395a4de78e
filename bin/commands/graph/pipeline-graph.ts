/** A pipeline as its template describes it: what starts it, its stages, and what takes a release back. */
export interface PipelineGraph {
  readonly name: string;
  /** `account/region`. @default - the stack is bound to none */
  readonly accountRegion?: string;
  /** `SUPERSEDED`, `QUEUED` or `PARALLEL`. */
  readonly executionMode: string;
  readonly triggers: readonly TriggerNode[];
  readonly stages: readonly StageNode[];
}

/** An event that starts the pipeline. */
export interface TriggerNode {
  /** What happens, for example `ECR push`. */
  readonly title: string;
  /** To what, for example `storefront:latest`. */
  readonly details: readonly string[];
  /** The source action whose revision the event pins. @default - it pins none */
  readonly pins?: string;
}

/** A stage and its actions, in the order they run. */
export interface StageNode {
  readonly name: string;
  readonly actions: readonly ActionNode[];
  /** What the pipeline itself does when the stage fails, for example `ROLLBACK`. @default - it stops */
  readonly onFailure?: string;
}

/** An action. */
export interface ActionNode {
  readonly name: string;
  /** CodePipeline's category: `Source`, `Build`, `Test`, `Deploy`, `Approval`, `Invoke`, `Compute`. */
  readonly category: string;
  readonly provider: string;
  /** Actions of one run order run at the same time. */
  readonly runOrder: number;
  /** What it works on and how, a line each. */
  readonly details: readonly string[];
  /** What makes its deployment roll back. @default - nothing */
  readonly rollback?: RollbackNode;
}

/** When a deployment goes back to what served before. */
export interface RollbackNode {
  /** For example `failure`, `stop`, `alarm`. */
  readonly on: readonly string[];
  /** Names of the alarms that are watched. */
  readonly alarms: readonly string[];
}

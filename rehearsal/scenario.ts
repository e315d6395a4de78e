import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { PacedClock } from '@pipeline-factory/local-endpoint';
import type { Clients } from './clients';
import type { Playing, StepOutcome } from './run-steps';

/** What every scenario is played with. */
export interface ScenarioOptions extends Playing {
  readonly clock: PacedClock;
  /** The clock's usual speed. */
  readonly speed: number;
  /** Where teams keep their applications, each in a folder named like its repository. */
  readonly applicationsFolder: string;
  /** The endpoint, where git repositories are pushed to. */
  readonly endpoint: string;
  /** For what a scenario writes; it goes when the endpoint ends. */
  readonly folder: string;
}

/** The pipelines of one application, ready to be played on. */
export interface Playable {
  /** Names of the pipelines. */
  readonly pipelines: readonly string[];
  /** ARNs of the roles that belong to them alone. */
  readonly roles: readonly string[];
  play(options: ScenarioOptions): Promise<StepOutcome[]>;
}

/** The pipelines of one account and region. */
export interface DeployedPlace {
  readonly clients: Clients;
  readonly structures: readonly PipelineDeclaration[];
}

/** What a scenario found in all accounts and regions. */
export interface Found {
  readonly playable: readonly Playable[];
  /** Why pipelines it would have played are left out. */
  readonly leftOut: readonly string[];
}

/** A way in which teams release: finds the pipelines that work so, and plays releases on them. */
export type Scenario = (
  places: readonly DeployedPlace[],
  options: Pick<ScenarioOptions, 'applicationsFolder'>,
) => Promise<Found>;

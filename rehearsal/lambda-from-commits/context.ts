import type { PlayedContext } from '../git/played-pipeline';
import type { LambdaPipeline } from './pipeline';

/** A release that serves. */
export interface ServingRelease {
  readonly commit: string;
  /** The execution that released it first. */
  readonly executionId: string;
  /** By name of the function in the config. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What the steps work with and leave for each other. */
export interface LambdaContext extends PlayedContext<LambdaPipeline> {
  /** By pipeline name. */
  readonly serving: Map<string, ServingRelease>;
  /** The buildspec as the team has it. */
  readonly buildspec: { readonly file: string; readonly text: string };
  /** What steps have made of the code, by name of the function in the config. */
  readonly code: Map<string, ChangedCode>;
}

/** How a function's code differs from what the team's buildspec makes. */
export interface ChangedCode {
  /** A word, in a file beside the code. */
  readonly mark: string;
  /** Whether every call fails, with {@link mark} in its message. */
  readonly fails: boolean;
}

import type { JsonObject } from './json';

/** How a handler answers its job. */
export type Answer = Success | Waiting;

/** The action is done. */
export interface Success {
  readonly kind: 'success';
  /** In words; shown with the action. Cut at 2,048 characters. */
  readonly summary: string;
  /** Output variables, for later actions. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** What the action made or saw elsewhere, for example a deployment id. @default - none */
  readonly externalExecutionId?: string;
}

/** The action goes on: CodePipeline invokes the function again in a while. */
export interface Waiting {
  readonly kind: 'waiting';
  /** In words, as they go on after "waiting for". */
  readonly waitingFor: string;
  /** Remembered for the next look; with the deadline, 2,048 characters as JSON. @default - nothing */
  readonly state?: JsonObject;
}

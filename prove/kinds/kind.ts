import type { World, WorldEvent } from '../world/world';

/** What of a kind of pipeline is proven. */
export interface Kind {
  readonly name: string;
  readonly scenarios: readonly Scenario[];
}

/** What an execution begins with, and what has to hold while it runs and after it. */
export interface Scenario {
  readonly kind: string;
  readonly name: string;
  /** The world before the execution. */
  start(): Promise<World>;
  /** Starts the execution that is proven. @returns its id */
  begin(world: World): string;
  /** Starts another execution, with another image. @returns its id */
  releaseAgain(world: World): string;
  /** Goes back to what served at the start. @returns the id of the execution that does @default - nothing served */
  readonly rollBack?: (world: World) => string;
  /** The functions that EventBridge invokes with an event, by the ends of their names. */
  targetsOf(world: World, event: WorldEvent): readonly string[];
  /** Why the execution may fail, with a fault or without one, so that its stage has to be retried. @default - it has to succeed by itself */
  readonly mayFail?: string;
  /** What a person mends before a stage is retried, or another execution starts. @default - nothing */
  readonly mend?: (world: World) => void;
  /** What others do meanwhile, before any invocation. @default - nothing */
  readonly changes?: readonly Change[];
  /** What is broken of that which holds at every moment. */
  always(world: World): readonly string[];
  /** What is broken of that which holds at rest. */
  atRest(world: World): readonly string[];
  /** What is broken of that which holds once an execution has succeeded. */
  succeeded(world: World, executionId: string): readonly string[];
}

/** What happens beside a release. */
export interface Change {
  readonly name: string;
  /** @returns what undoes it, before a stage is retried @default - nothing does */
  apply(world: World): Undo | void;
  /** Whether there is anything to change. @default - always */
  readonly when?: (world: World) => boolean;
  /** Seconds for which what holds at every moment may be broken by it: nobody can prevent that. @default 0 */
  readonly lossSeconds?: number;
  /** What holds at every moment from then on. @default - what held before */
  readonly always?: (world: World) => readonly string[];
  /** Names what was taken away: an execution that fails has to name it, and nothing is at rest before it is back. */
  readonly takes?: RegExp;
}

export type Undo = (world: World) => void;

import type { World, WorldEvent } from '../world/world';

/** What of a kind of pipeline can be proven. */
export interface Kind {
  readonly name: string;
  /** Before a release: an earlier one serves. */
  start(): World;
  /** Starts the execution whose release is proven. @returns its id */
  release(world: World): string;
  /** Starts another execution, with another image. @returns its id */
  releaseAgain(world: World): string;
  /** Goes back to the release that served at the start. @returns the id of the execution that does */
  rollBack(world: World): string;
  /** The functions that EventBridge invokes with an event, by the ends of their names. */
  targetsOf(world: World, event: WorldEvent): readonly string[];
  /** What is broken of that which holds at every moment. */
  always(world: World): readonly string[];
  /** What is broken of that which holds at rest. */
  atRest(world: World): readonly string[];
  /** What is broken of that which holds once an execution has succeeded. */
  succeeded(world: World, executionId: string): readonly string[];
}

import type { Scenario } from '../kinds/kind';
import type { Invocation } from '../world/invocation';
import type { World } from '../world/world';
import type { Attempt } from './call';

/** A world that is played on, and who watches it. */
export interface Scene {
  readonly scenario: Scenario;
  readonly world: World;
  readonly observer: Observer;
  /** Invariants that were broken, once each. */
  readonly violations: Set<string>;
  /** Mistakes of the model. */
  readonly mistakes: string[];
  readonly leavesOut?: LeavesOut;
  /** What must hold at every moment. */
  always: (world: World) => readonly string[];
  /** Milliseconds since 1970 until which that may be broken. @default - it may not */
  toleratedUntil?: number;
  /** Has what must hold at every moment checked. */
  changed(): void;
}

/**
 * Whether a function leaves a call out, as though its code did not have it: how the matrix itself is tested.
 * @param action the end of the function's name
 */
export type LeavesOut = (action: string, attempt: Attempt) => boolean;

/** What became of an invocation: its function returned, threw, or its process died. */
export type InvocationEnd = 'returned' | 'failed' | 'died';

/** Is called for what happens, as it happens. */
export interface Observer {
  /** An invocation begins. */
  readonly begin?: (invocation: Invocation) => void;
  /** A call was made. @param error why it failed */
  readonly call?: (attempt: Attempt, error?: Error) => void;
  readonly log?: (text: string) => void;
  readonly end?: (invocation: Invocation, end: InvocationEnd) => void;
  /** Time went on, or a person did something. */
  readonly note?: (text: string) => void;
}

/** @param leavesOut @default - functions make all of their calls */
export function sceneOf(
  scenario: Scenario,
  world: World,
  observer: Observer = {},
  leavesOut?: LeavesOut,
): Scene {
  const violations = new Set<string>();
  const scene: Scene = {
    ...{
      scenario,
      world,
      observer,
      violations,
      mistakes: [],
      leavesOut,
      always: (now) => scenario.always(now),
    },
    changed: () => {
      if (world.now < (scene.toleratedUntil ?? 0)) return;
      for (const violation of scene.always(world)) {
        if (!violations.has(violation)) observer.note?.(`BROKEN: ${violation}`);
        violations.add(violation);
      }
    },
  };
  return scene;
}

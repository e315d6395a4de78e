import { createHash } from 'node:crypto';
import type { Case } from '../families/family';
import type { RecordedRelease } from './record';
import { type Observer, sceneOf } from './scene';
import { snapshot, type World } from '../world/world';

/** What a case came to. */
export interface Verdict {
  readonly id: string;
  /** Invariants that were broken. */
  readonly violations: readonly string[];
  /** Whether the same state, with the same to follow, was played on before. */
  readonly isKnown: boolean;
}

/** Verdicts by the states from which cases went on. */
export type Explored = Map<string, readonly string[]>;

/** Plays one case. @throws Error where the model has a gap, which says nothing of the functions */
export async function runCase(
  { scenario, executionId, leavesOut }: RecordedRelease,
  one: Case,
  explored: Explored,
  observer: Observer = {},
): Promise<Verdict> {
  const { id, from, followUp } = one;
  const scene = sceneOf(scenario, snapshot(from), observer, leavesOut);
  await one.begin(scene);
  const key = `${followUp.name} ${hashOf(scene.world)} ${[...scene.violations].join()}`;
  const known = explored.get(key);
  if (known) return { id, violations: known, isKnown: true };
  await followUp.run(scene, executionId);
  if (scene.mistakes.length > 0) throw new Error(`${id}: ${scene.mistakes.join('; ')}`);
  const violations = [...scene.violations];
  explored.set(key, violations);
  return { id, violations, isKnown: false };
}

const hashOf = (world: World): string => createHash('sha1').update(JSON.stringify(world)).digest('base64');

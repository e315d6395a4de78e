import { createHash } from 'node:crypto';
import type { Case } from '../families/family';
import type { RecordedRelease } from './record';
import { type Observer, caseRunOf } from './case-run';
import { snapshot, type SimulatedAccount } from '../simulated-account/simulated-account';

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
  const caseRun = caseRunOf(scenario, snapshot(from), observer, leavesOut);
  await one.begin(caseRun);
  const key = `${followUp.name} ${hashOf(caseRun.simulated)} ${[...caseRun.violations].join()}`;
  const known = explored.get(key);
  if (known) return { id, violations: known, isKnown: true };
  await followUp.run(caseRun, executionId);
  if (caseRun.mistakes.length > 0) throw new Error(`${id}: ${caseRun.mistakes.join('; ')}`);
  const violations = [...caseRun.violations];
  explored.set(key, violations);
  return { id, violations, isKnown: false };
}

const hashOf = (simulated: SimulatedAccount): string =>
  createHash('sha1').update(JSON.stringify(simulated)).digest('base64');

import type { Case, Family } from '../families/family';
import type { FamilyResult } from '../report/table';
import type { RecordedRelease } from './record';
import { type Explored, runCase, type Verdict } from './run-case';

/** A family at every call of a release. */
export interface PlayedFamily {
  readonly result: FamilyResult;
  /** The cases that broke something, in order. */
  readonly broken: readonly BrokenCase[];
}

export interface BrokenCase {
  readonly case: Case;
  readonly verdict: Verdict;
}

/**
 * @param explored what earlier families have played, too
 * @param onCase is called, and waited for, after each case @default - nothing is
 */
export async function playFamily(
  release: RecordedRelease,
  family: Family,
  explored: Explored = new Map(),
  onCase?: (verdict: Verdict) => void | Promise<void>,
): Promise<PlayedFamily> {
  const begun = process.cpuUsage();
  const broken: BrokenCase[] = [];
  let [cases, states] = [0, 0];
  for await (const one of family.cases(release)) {
    cases += 1;
    const verdict = await runCase(release, one, explored);
    if (!verdict.isKnown) states += 1;
    await onCase?.(verdict);
    if (verdict.violations.length > 0) broken.push({ case: one, verdict });
  }
  const { user, system } = process.cpuUsage(begun);
  const counts = { cases, states, violations: broken.length };
  const { kind, name } = release.scenario;
  const names = { kind, scenario: name, family: family.name };
  return { result: { ...names, ...counts, seconds: (user + system) / 1e6 }, broken };
}

import type { Family } from '../families/family';
import type { Scenario } from '../kinds/kind';
import { describeBroken } from '../report/broken';
import type { FamilyResult } from '../report/table';
import { playFamily } from './matrix';
import { record } from './record';
import type { Explored, Verdict } from './run-case';

/** What came of a scenario. */
export interface PlayedScenario {
  /** Of the families that have cases in it. */
  readonly results: readonly FamilyResult[];
  /** What is broken, as lines of text. */
  readonly broken: readonly string[];
}

/**
 * Plays a scenario in families, one after the other: a state that one of them has come to is known to the next.
 * @param onCase is called, and waited for, after each case
 */
export async function playScenario(
  scenario: Scenario,
  families: readonly Family[],
  onCase: (family: Family, verdict: Verdict) => Promise<void>,
): Promise<PlayedScenario> {
  const release = await record(scenario);
  const explored: Explored = new Map();
  const results: FamilyResult[] = [];
  const lines: string[] = [];
  for (const family of families) {
    const { result, broken } = await playFamily(release, family, explored, (verdict) =>
      onCase(family, verdict),
    );
    if (result.cases > 0) results.push(result);
    lines.push(...(await describeBroken(release, broken)));
  }
  return { results, broken: lines };
}

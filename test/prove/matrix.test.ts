import { FAMILIES } from '../../prove/families';
import { KINDS } from '../../prove/kinds';
import type { Scenario } from '../../prove/kinds/kind';
import { playFamily } from '../../prove/run/matrix';
import { record, type RecordedRelease } from '../../prove/run/record';
import { type Explored, runCase } from '../../prove/run/run-case';

const SCENARIOS = KINDS.flatMap(({ scenarios }) => scenarios);

/** What takes a second or less in a scenario, and what takes a few in the first one of a kind and of the refreshes; `npm run prove` plays all. */
const CHEAP = ['delivered-at-once'];
const MORE = ['kill-after', 'stale'];

/** Play several releases, or wait for hours of their clock, which takes several seconds. */
const LONG = ['unhealthy-refresh', 'queued-releases', 'overlapping-releases', 'superseded-release'];

const named = (names: readonly string[]) => FAMILIES.filter(({ name }) => names.includes(name));
const isFirst = (scenario: Scenario): boolean => KINDS.some(({ scenarios }) => scenarios[0] === scenario);
const familiesOf = (scenario: Scenario) =>
  named(isFirst(scenario) || scenario.name === 'refresh' ? [...MORE, ...CHEAP] : CHEAP);

test.each(SCENARIOS.filter(({ name }) => !LONG.includes(name)))(
  'nothing is broken by a fault at any call of $kind, $name',
  async (scenario) => {
    const release = await record(scenario);
    const explored: Explored = new Map();
    for (const family of familiesOf(scenario)) {
      const { result, broken } = await playFamily(release, family, explored);
      expect(broken.map(({ case: { id }, verdict }) => [id, ...verdict.violations])).toEqual([]);
      expect(result.states).toBeGreaterThan(0);
    }
  },
);

test('every way to fail has cases', async () => {
  const [first] = SCENARIOS;
  const release = first && (await record(first));
  for (const family of FAMILIES) {
    const ids: string[] = [];
    for await (const { id } of release ? family.cases(release) : []) {
      ids.push(id);
      if (ids.length > 10) break;
    }
    expect([family.name, ids.length]).toEqual([family.name, 11]);
  }
});

test.each(SCENARIOS.filter(isFirst))(
  'a case of $kind, $name, comes to the same whenever it is played',
  async (scenario) => {
    const ids = async (release: RecordedRelease) => {
      const found: string[] = [];
      for (const family of familiesOf(scenario))
        for await (const { id } of family.cases(release)) found.push(id);
      return found;
    };
    const [release, again] = [await record(scenario), await record(scenario)];
    const all = await ids(release);
    expect(await ids(again)).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
    expect(again.invocations.at(-1)?.before).toEqual(release.invocations.at(-1)?.before);
  },
);

test('a fault leaves the simulated account that its case starts from as it was', async () => {
  const [scenario] = SCENARIOS;
  if (!scenario) throw new Error('A kind has a scenario');
  const release = await record(scenario);
  for (const family of FAMILIES)
    for await (const one of family.cases(release)) {
      const before = JSON.stringify(one.from);
      await runCase(release, one, new Map());
      expect(JSON.stringify(one.from)).toBe(before);
      break;
    }
});

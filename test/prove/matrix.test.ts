import { FAMILIES } from '../../prove/families';
import { KINDS } from '../../prove/kinds';
import { playFamily } from '../../prove/run/matrix';
import { record, type RecordedRelease } from '../../prove/run/record';
import { runCase } from '../../prove/run/run-case';

/** The scenarios and families that take a second or two; `npm run prove` plays all. */
const SCENARIOS = KINDS.flatMap(({ scenarios }) => scenarios);
const FIXED = ['kill-after', 'dropped', 'stale', 'delivered-twice', 'delivered-at-once'];

const families = FAMILIES.filter(({ name }) => FIXED.includes(name));

test.each(SCENARIOS)('nothing is broken by a fault at any call of $kind, $name', async (scenario) => {
  const release = await record(scenario);
  const explored = new Map<string, readonly string[]>();
  expect(families).toHaveLength(FIXED.length);
  for (const family of families) {
    const { result, broken } = await playFamily(release, family, explored);
    expect(broken.map(({ case: { id }, verdict }) => [id, ...verdict.violations])).toEqual([]);
    expect(result.states).toBeGreaterThan(3);
  }
});

test.each(SCENARIOS)('a case of $kind, $name, comes to the same whenever it is played', async (scenario) => {
  const ids = async (release: RecordedRelease) => {
    const found: string[] = [];
    for (const family of families) for await (const { id } of family.cases(release)) found.push(id);
    return found;
  };
  const [release, again] = [await record(scenario), await record(scenario)];
  const all = await ids(release);
  expect(await ids(again)).toEqual(all);
  expect(new Set(all).size).toBe(all.length);
  expect(again.invocations.at(-1)?.before).toEqual(release.invocations.at(-1)?.before);
});

test('a fault leaves the world that its case starts from as it was', async () => {
  const [scenario] = SCENARIOS;
  if (!scenario) throw new Error('A kind has a scenario');
  const release = await record(scenario);
  for (const family of families)
    for await (const one of family.cases(release)) {
      const before = JSON.stringify(one.from);
      await runCase(release, one, new Map<string, readonly string[]>());
      expect(JSON.stringify(one.from)).toBe(before);
      break;
    }
});

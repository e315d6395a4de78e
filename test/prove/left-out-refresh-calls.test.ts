import { RELEASING_TAG } from '../../handlers/contract/names';
import { REFRESH_INSTANCES } from '../../handlers/contract/refresh-instances';
import { killAfter } from '../../prove/families/kill-after';
import { refresh } from '../../prove/kinds/asg-blue-green/refresh/scenarios';
import { type Attempt, isChange } from '../../prove/run/call';
import { record } from '../../prove/run/record';
import { runCase } from '../../prove/run/run-case';

/** What `refresh-instances` leaves out: the operation, and a word of its input. */
type LeftOut = readonly [operation: string, word: string];

/** Each changing call of a release, but for job results, and what is found without it: by a release, or by a death in it. */
const FOUND: readonly (readonly [...LeftOut, by: 'release' | 'death', what: RegExp])[] = [
  ['StartInstanceRefresh', '', 'release', /the execution must succeed/],
  ['CreateOrUpdateTags', RELEASING_TAG, 'death', /must have no instance refresh left|must name version/],
  ['PutParameter', 'web/prd/release', 'release', /the release record must name version/],
];

/** Of these it does not matter: the group has what they bring, or nothing that is proven depends on it. */
const AS_IT_WAS: readonly LeftOut[] = [
  ['DeleteTags', RELEASING_TAG], // clean-up-groups removes it when the execution has ended
  ['UpdateAutoScalingGroup', ''],
  ['PutScalingPolicy', ''],
  ['BatchPutScheduledUpdateGroupAction', ''],
  ['EnableMetricsCollection', ''],
  ['CreateOrUpdateTags', 'image'],
];

const matches = ([operation, word]: LeftOut, by: string, attempt: Attempt): boolean =>
  by === REFRESH_INSTANCES.name &&
  attempt.operation === operation &&
  JSON.stringify(attempt.input).includes(word);

test.each(FOUND)('finds that %s %s is left out, by a %s', async (operation, word, by, what) => {
  const release = record(refresh, (action, attempt) => matches([operation, word], action, attempt));
  if (by === 'release') return expect(release).rejects.toThrow(what);
  const found = await release;
  const explored = new Map<string, readonly string[]>();
  const violations: string[] = [];
  for (const one of killAfter.cases(found) as Iterable<Parameters<typeof runCase>[1]>) {
    if (violations.length > 0) break;
    violations.push(...(await runCase(found, one, explored)).violations);
  }
  expect(violations.join('; ')).toMatch(what);
});

test('every changing call is among them', async () => {
  const known = [...FOUND.map(([operation, word]) => [operation, word] as const), ...AS_IT_WAS];
  const { invocations } = await record(refresh);
  const unknown = invocations
    .filter(({ invocation: { action } }) => action === REFRESH_INSTANCES.name)
    .flatMap(({ calls }) => calls.map(({ attempt }) => attempt))
    .filter(({ operation }) => isChange(operation) && !operation.startsWith('PutJob'))
    .filter((attempt) => !known.some((one) => matches(one, REFRESH_INSTANCES.name, attempt)))
    .map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
  expect(unknown).toEqual([]);
});

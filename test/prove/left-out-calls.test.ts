import { MINIMUM_TAG } from '../../handlers/contract/names';
import { killAfter } from '../../prove/families/kill-after';
import { asgBlueGreen } from '../../prove/kinds/asg-blue-green';
import { type Attempt, isChange } from '../../prove/run/call';
import { record, type RecordedRelease } from '../../prove/run/record';
import { runCase } from '../../prove/run/run-case';

/** What a function leaves out: the end of its name, the operation, and a word of its input. */
type LeftOut = readonly [action: string, operation: string, word: string];

/**
 * Each changing call of a release, but for job results, and what is found when its function leaves it out: by a release
 * without faults, or by one whose process dies at some call.
 */
const FOUND: readonly (readonly [...LeftOut, by: 'release' | 'death', what: RegExp])[] = [
  [
    'create-launch-template-version',
    'CreateLaunchTemplateVersion',
    '',
    'release',
    /the execution must succeed/,
  ],
  [
    'create-launch-template-version',
    'PutParameter',
    'launch-template',
    'release',
    /the execution must succeed/,
  ],
  ['create-green-group', 'PutParameter', 'asg/green', 'death', /2: no parameter names group/],
  ['create-green-group', 'CreateOrUpdateTags', MINIMUM_TAG, 'death', /must have its minimum 1 back, got: 2/],
  ['create-green-group', 'UpdateAutoScalingGroup', 'MinSize', 'release', /must be able to take over/],
  ['create-green-group', 'CreateAutoScalingGroup', '', 'release', /the execution must succeed/],
  ['create-green-group', 'PutScalingPolicy', '', 'release', /must have its policy cpu/],
  ['create-green-group', 'BatchPutScheduledUpdateGroupAction', '', 'release', /must have its schedule/],
  ['create-green-group', 'EnableMetricsCollection', '', 'release', /must have its metrics/],
  ['shift-traffic', 'ModifyRule', '', 'release', /the execution must succeed/],
  ['shift-traffic', 'PutParameter', 'asg/new', 'release', /the execution must succeed/],
  ['shift-traffic', 'PutParameter', 'asg/old', 'release', /the execution must succeed/],
  ['retire-blue-group', 'UpdateAutoScalingGroup', '"MinSize":1', 'release', /must have its minimum 1 back/],
  ['retire-blue-group', 'CreateOrUpdateTags', '', 'release', /must be able to take over/],
  ['retire-blue-group', 'UpdateAutoScalingGroup', '"MinSize":0', 'release', /the execution must succeed/],
  ['clean-up-groups', 'DeleteAutoScalingGroup', '', 'death', /is left on its way out, with 0 instances/],
];

/** Of these it does not matter that they are left out, because another function makes up for it. */
const MADE_UP_FOR: readonly LeftOut[] = [
  ['shift-traffic', 'PutParameter', 'web/prd/release'], // clean-up-groups records what serves when an execution ends
];

const [scenario] = asgBlueGreen.scenarios;
if (!scenario) throw new Error('The kind has a scenario');

const matches = ([action, operation, word]: LeftOut, by: string, attempt: Attempt): boolean =>
  by === action && attempt.operation === operation && JSON.stringify(attempt.input).includes(word);

const leavingOut = (leftOut: LeftOut): Promise<RecordedRelease> =>
  record(scenario, (action, attempt) => matches(leftOut, action, attempt));

test.each(FOUND)('finds that %s leaves out %s %s, by a %s', async (action, operation, word, by, what) => {
  const release = leavingOut([action, operation, word]);
  if (by === 'release') return expect(release).rejects.toThrow(what);
  expect(await firstBroken(await release)).toMatch(what);
});

/** The violations of the first death that broke something. */
async function firstBroken(release: RecordedRelease): Promise<string> {
  const explored = new Map<string, readonly string[]>();
  for (const one of killAfter.cases(release) as Iterable<Parameters<typeof runCase>[1]>) {
    const { violations } = await runCase(release, one, explored);
    if (violations.length > 0) return violations.join('; ');
  }
  return '';
}

test('every changing call of a release is among them', async () => {
  const known: readonly LeftOut[] = [
    ...FOUND.map(([action, operation, word]) => [action, operation, word] as const),
    ...MADE_UP_FOR,
  ];
  const { invocations } = await record(scenario);
  const unknown = invocations.flatMap(({ invocation: { action }, calls }) =>
    calls
      .filter(({ attempt: { operation } }) => isChange(operation) && !operation.startsWith('PutJob'))
      .filter(({ attempt }) => !known.some((one) => matches(one, action, attempt)))
      .map(({ attempt: { operation, input } }) => `${action} ${operation} ${JSON.stringify(input)}`),
  );
  expect(unknown).toEqual([]);
});

import { SCENARIOS } from '../../rehearsal/scenarios';
import { requireSteps, selectSteps, type SelectableStep } from '../../rehearsal/select-steps';

const STEPS: readonly SelectableStep[] = [
  { title: 'The first settings arrive' },
  { title: 'Release 1: the first image', required: true, needs: ['The first settings arrive'] },
  { title: 'Release 2: rolled back by hand' },
  { title: 'Release 10: long after' },
];

const titlesOf = (...wanted: readonly string[]) => selectSteps(STEPS, wanted).map(({ title }) => title);

test('plays all steps where none is wanted', () => {
  expect(selectSteps(STEPS, undefined)).toEqual(STEPS);
});

test('plays what a step needs, what that needs, and the step', () => {
  expect(titlesOf('Release 10')).toEqual([
    'The first settings arrive',
    'Release 1: the first image',
    'Release 10: long after',
  ]);
});

test.each(['Release 1', 'release 1', ' Release 1 ', 'Release 1: the', 'RELEASE 1: THE FIRST IMAGE'])(
  'finds a step by "%s", and no other that begins so',
  (wanted) => {
    expect(titlesOf(wanted)).toEqual(['The first settings arrive', 'Release 1: the first image']);
  },
);

test('plays several steps in the order of the scenario', () => {
  expect(titlesOf('Release 10', 'Release 2')).toEqual(STEPS.map(({ title }) => title));
});

test('names all steps where there is none of a name', () => {
  expect(() => requireSteps([{ steps: STEPS }, { steps: STEPS }], ['Release 3'])).toThrow(
    '--only must be the short name of a step or the beginning of its title (got: Release 3). The steps are:\n' +
      '  The first settings arrive\n  Release 1: the first image\n  Release 2: rolled back by hand\n  Release 10: long after',
  );
  expect(() => requireSteps([{ steps: STEPS }], [' '])).toThrow('(got:  )');
});

test('asks for more where several steps begin so', () => {
  expect(() => requireSteps([{ steps: STEPS }], ['Release'])).toThrow(
    '(got: Release, with which begin:\n  Release 1: the first image\n  Release 2: rolled back by hand\n  Release 10: long after)',
  );
});

test('a name that steps of several scenarios have is that of all of them', () => {
  expect(() => requireSteps(SCENARIOS, ['Release 1'])).not.toThrow();
  const playing = SCENARIOS.filter(({ steps }) => selectSteps(steps, ['Release 1']).length > 0);
  expect(playing).toEqual(SCENARIOS);
});

describe.each(SCENARIOS.flatMap(({ steps }) => steps.map((step) => ({ step, steps }))))(
  '$step.title',
  ({ step, steps }) => {
    test('needs steps that come before it, and is found by its title', () => {
      const titles = steps.map(({ title }) => title);
      for (const needed of step.needs ?? [])
        expect(titles.slice(0, titles.indexOf(step.title))).toContain(needed);
      expect(selectSteps(steps, [step.title]).at(-1)).toBe(step);
    });
  },
);

import type { RehearsalContext } from '../../rehearsal/context';
import { runSteps, type ScenarioStep } from '../../rehearsal/run-steps';
import { testContext } from './support/context';

const succeeds: ScenarioStep<RehearsalContext> = { title: 'Release 2: succeeds', run: async () => undefined };
const misses: ScenarioStep<RehearsalContext> = {
  title: 'Release 1: misses an expectation',
  run: async ({ expect: expectation }) => void expectation.that('it serves', false),
};

/** What became of each step, without its time. */
const outcomesOf = async (steps: readonly ScenarioStep<RehearsalContext>[]) => {
  const { context } = testContext();
  return (await runSteps(steps, context)).map(({ outcome, note }) => ({ outcome, note }));
};

test('goes on after a step that missed an expectation', async () => {
  expect(await outcomesOf([misses, succeeds])).toEqual([
    { outcome: 'not as expected' },
    { outcome: 'as expected' },
  ]);
});

test('skips what builds on a required step that missed an expectation', async () => {
  expect(await outcomesOf([{ ...misses, required: true }, succeeds])).toEqual([
    { outcome: 'not as expected' },
    { outcome: 'skipped', note: 'it builds on what went wrong: Release 1' },
  ]);
});

test('skips what comes after a step that throws, and reports its error as an expectation that was not met', async () => {
  const { context } = testContext();
  const throws = { title: 'Release 1: throws', run: () => Promise.reject(new Error('no such bucket')) };
  const outcomes = await runSteps([throws, succeeds], context);
  expect(outcomes).toMatchObject([
    { outcome: 'not as expected', note: 'no such bucket' },
    { outcome: 'skipped' },
  ]);
  expect(context.expect.missed).toEqual([{ step: throws.title, text: 'no such bucket', met: false }]);
});

test('skips a step with a reason, and prints it', async () => {
  const { context, text } = testContext();
  const outcomes = await runSteps(
    [{ ...misses, skipReason: () => 'it watches no alarm' }, succeeds],
    context,
  );
  expect(outcomes).toMatchObject([
    { outcome: 'skipped', note: 'it watches no alarm', seconds: 0 },
    { outcome: 'as expected' },
  ]);
  expect(text()).toMatch(/Release 1: misses an expectation .*skipped.*: it watches no alarm\n/);
});

test('throws when the rehearsal is interrupted', async () => {
  const { context, interruption } = testContext();
  const interrupted: ScenarioStep<RehearsalContext> = {
    title: 'Release 1',
    run: async () => {
      interruption.abort();
      throw new Error('socket hang up');
    },
  };
  await expect(runSteps([interrupted], context)).rejects.toThrow('The rehearsal was interrupted');
});

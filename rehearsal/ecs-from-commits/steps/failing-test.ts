import { lastLogLines } from '../../builds/build-log';
import { addToCheck } from '../check-buildspec';
import { expectUnchanged } from '../checks';
import type { CommitsContext } from '../context';
import { outcomeOf, pushCommit } from '../release';

const LAST_LINE = 'not ok 1 - answers 200: expected 200, got 500';

/** A commit comes with a test that fails: the pipeline stops there, and its message quotes the test. */
export async function failingTest(context: CommitsContext): Promise<void> {
  const { clone, expect } = context;
  await addToCheck(context, `echo "${LAST_LINE}"; exit 1`);
  const { started } = await pushCommit(context, 'A change whose test fails');
  for (const [pipeline, executionId] of started) {
    const { status, failure } = await outcomeOf(context, pipeline, executionId);
    expect.that(`${pipeline.name} stops at its test`, status === 'Failed', `${status}: ${failure}`);
    const lines = await lastLogLines(pipeline, executionId, 5);
    expect.that('the last lines of its log give the reason', lines.join('\n').includes(LAST_LINE), failure);
    await expectUnchanged(context, pipeline);
  }
  await clone.revert();
}

import { ended, failureOf } from '../../pipeline/executions';
import { startedByBranch } from '../application';
import { lastLogLines } from '../../builds/build-log';
import { addToCheck } from '../check-buildspec';
import { expectUnchanged } from '../checks';
import { pushTo } from '../release';
import type { Stage } from '../context';

/** What the failing test says last. */
const LAST_LINE = 'not ok 1 - answers 200: expected 200, got 500';

/** A commit comes with a test that fails: the pipeline stops there, and tells what the test said. */
export async function failingTest(stage: Stage): Promise<void> {
  const { application, workTree, expect } = stage;
  await addToCheck(stage, `echo "${LAST_LINE}"; exit 1`);
  await workTree.commit('A change whose test fails');
  const started = await pushTo(stage, startedByBranch(application), workTree.branch, () => workTree.push());
  for (const [pipeline, executionId] of started) {
    const status = await ended(stage, pipeline, executionId);
    const failure = await failureOf(pipeline, executionId);
    expect.that(`${pipeline.name} stops at its test`, status === 'Failed', `${status}: ${failure}`);
    const lines = await lastLogLines(pipeline, executionId, 5);
    expect.that('the last lines of its log tell why', lines.join('\n').includes(LAST_LINE), failure);
    await expectUnchanged(stage, pipeline);
  }
  await workTree.revert();
}

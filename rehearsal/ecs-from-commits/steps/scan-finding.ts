import { ended, failureOf } from '../../pipeline/executions';
import { startedByBranch } from '../application';
import { expectUnchanged } from '../checks';
import { addToDockerfiles, noChange } from '../dockerfile';
import { pushTo } from '../release';
import type { Stage } from '../context';

/** What the scan finds. */
const FINDING = 'CVE-2026-0001';

/** An image comes with a critical finding: nothing is deployed, and the release says what was found. */
export async function finding(stage: Stage): Promise<void> {
  const { application, workTree, expect } = stage;
  await addToDockerfiles(
    stage,
    `LABEL rehearsal.scan.critical="${FINDING} openssl: a buffer is read beyond its end"`,
  );
  await workTree.commit('A change with a vulnerable library');
  const started = await pushTo(stage, startedByBranch(application), workTree.branch, () => workTree.push());
  for (const [pipeline, executionId] of started) {
    const status = await ended(stage, pipeline, executionId);
    const failure = await failureOf(pipeline, executionId);
    expect.that(`${pipeline.name} stops at the scan`, status === 'Failed', `${status}: ${failure}`);
    expect.that(`it names ${FINDING}`, failure.includes(FINDING), failure);
    await expectUnchanged(stage, pipeline);
  }
  await workTree.revert();
}

/** Why findings stop nothing, if so. */
export function noScan(stage: Stage): string | undefined {
  return startedByBranch(stage.application).every(({ scans }) => scans)
    ? noChange(stage)
    : 'the pipelines do not look at scans';
}

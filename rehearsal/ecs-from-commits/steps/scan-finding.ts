import { startedByBranch } from '../../git/group-by-repository';
import { expectUnchanged } from '../checks';
import type { CommitsContext } from '../context';
import { addToDockerfiles, skipWithoutDockerfile } from '../dockerfile';
import { outcomeOf, pushCommit } from '../release';

const VULNERABILITY = 'CVE-2026-0001';

/** An image comes with a critical finding: nothing is deployed, and the message names the finding. */
export async function scanFinding(context: CommitsContext): Promise<void> {
  const { clone, expect } = context;
  await addToDockerfiles(
    context,
    `LABEL rehearsal.scan.critical="${VULNERABILITY} openssl: a buffer is read beyond its end"`,
  );
  const { started } = await pushCommit(context, 'A change with a vulnerable library');
  for (const [pipeline, executionId] of started) {
    const { status, failure } = await outcomeOf(context, pipeline, executionId);
    expect.that(`${pipeline.name} stops at the scan`, status === 'Failed', `${status}: ${failure}`);
    expect.that(`it names ${VULNERABILITY}`, failure.includes(VULNERABILITY), failure);
    await expectUnchanged(context, pipeline);
  }
  await clone.revert();
}

export function skipWithoutScan(context: CommitsContext): string | undefined {
  return startedByBranch(context.application).every(({ scans }) => scans)
    ? skipWithoutDockerfile(context)
    : 'the pipelines have no scan';
}

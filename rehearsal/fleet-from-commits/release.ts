import type { PushedRelease } from '../git/played-pipeline';
import { expectRevision, expectSuccess } from '../pipeline/release';
import { expectReleaseServing } from './checks';
import type { FleetContext } from './context';
import type { FleetPipeline } from './pipeline';

/** Writes something that goes into the image. */
export async function changeImage({ clone }: FleetContext, content: string): Promise<void> {
  await clone.write(CONTENT_FILE, `${content}\n`);
}

/** A file of the repository that no playbook minds. */
const CONTENT_FILE = 'files/rehearsal.txt';

/** Approves where the pipeline asks for it, waits for the end and expects the commit to serve. */
export async function expectReleased(
  context: FleetContext,
  { pipeline, commit, executionId }: PushedRelease<FleetPipeline>,
): Promise<boolean> {
  if (!(await expectSuccess(context, pipeline, executionId, commit))) return false;
  const source = { action: pipeline.source.action, name: 'CommitId' } as const;
  await expectRevision(context, pipeline, executionId, source, commit);
  await expectReleaseServing(context, pipeline, commit, executionId);
  return true;
}

import { startedByBranch } from '../git/group-by-repository';
import { answerApproval, approveIfAsked, pendingApproval } from '../pipeline/approval';
import { executionEnd, failureOf } from '../pipeline/executions';
import { expectRevision, expectSuccess, startExecutions } from '../pipeline/release';
import { expectReleaseServing } from './checks';
import type { FleetContext } from './context';
import type { FleetPipeline } from './pipeline';

/** A commit that was pushed, and the execution that it started in the pipeline that steps are played on. */
export interface PushedRelease {
  readonly pipeline: FleetPipeline;
  readonly commit: string;
  readonly executionId: string;
}

/** The pipeline on which all steps are played: the first that the branch starts, which asks for no approval if any does. */
export const playedPipeline = ({ application }: FleetContext): FleetPipeline =>
  startedByBranch(application)[0] ?? (application.pipelines[0] as FleetPipeline);

/** Writes something that goes into the image. */
export async function changeImage({ clone }: FleetContext, content: string): Promise<void> {
  await clone.write(CONTENT_FILE, `${content}\n`);
}

/** A file of the repository that no playbook minds. */
const CONTENT_FILE = 'files/rehearsal.txt';

/** Commits everything and pushes the branch. Other pipelines that this starts are rejected, where they ask. */
export async function pushRelease(context: FleetContext, message: string): Promise<PushedRelease> {
  const commit = await context.clone.commit(message);
  return pushCommit(context, commit);
}

/** Pushes a commit that is there already. */
export async function pushCommit(context: FleetContext, commit: string): Promise<PushedRelease> {
  const { application, terminal, clone } = context;
  const pipelines = startedByBranch(application);
  const started = await startExecutions(context, pipelines, async () => {
    terminal.line(`  git push origin ${clone.branch}`);
    await clone.push();
  });
  const pipeline = playedPipeline(context);
  for (const [other, executionId] of started)
    if (other !== pipeline) await reject(context, other, executionId);
  return { pipeline, commit, executionId: started.get(pipeline) ?? '' };
}

async function reject(context: FleetContext, pipeline: FleetPipeline, executionId: string): Promise<void> {
  if (!pipeline.approval) return;
  const pending = await pendingApproval(context, pipeline, executionId);
  await answerApproval(pipeline, pending, 'Rejected', 'This step is about another environment');
}

/** Approves where the pipeline asks for it, waits for the end and expects the commit to serve. */
export async function expectReleased(
  context: FleetContext,
  { pipeline, commit, executionId }: PushedRelease,
): Promise<boolean> {
  if (!(await expectSuccess(context, pipeline, executionId, commit))) return false;
  const source = { action: pipeline.source.action, name: 'CommitId' } as const;
  await expectRevision(context, pipeline, executionId, source, commit);
  await expectReleaseServing(context, pipeline, commit, executionId);
  return true;
}

/** Approves where the pipeline asks for it, and waits for the end of an execution that is expected to fail. */
export async function outcomeOf(
  context: FleetContext,
  { pipeline, commit, executionId }: PushedRelease,
): Promise<{ status: string; failure: string }> {
  await approveIfAsked(context, pipeline, executionId, commit);
  const status = await executionEnd(context, pipeline, executionId);
  return { status, failure: await failureOf(pipeline, executionId) };
}

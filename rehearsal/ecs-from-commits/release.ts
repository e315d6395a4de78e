import { executionEnd, failureOf } from '../pipeline/executions';
import { expectRevision, expectSuccess, type StartedExecutions, startExecutions } from '../pipeline/release';
import { startedByBranch } from '../git/group-by-repository';
import { expectCommitServing } from './checks';
import type { CommitsContext } from './context';
import type { CommitsPipeline } from './pipeline';

/** Commits everything and pushes the branch, and waits for the execution that this starts in each pipeline. */
export async function pushCommit(
  context: CommitsContext,
  message: string,
  pipelines: readonly CommitsPipeline[] = startedByBranch(context.application),
): Promise<{ commit: string; started: StartedExecutions<CommitsPipeline> }> {
  const commit = await context.clone.commit(message);
  const started = await startExecutions(context, pipelines, () => pushBranch(context));
  return { commit, started };
}

/** Pushes the branch. The endpoint logs which pipelines that starts. */
export async function pushBranch({ terminal, clone }: CommitsContext): Promise<void> {
  terminal.line(`  git push origin ${clone.branch}`);
  await clone.push();
}

/** Approves where the pipeline asks for it, waits for the end and expects the commit to serve. */
export async function expectCommitReleased(
  context: CommitsContext,
  pipeline: CommitsPipeline,
  executionId: string,
  commit: string,
): Promise<void> {
  if (!(await expectSuccess(context, pipeline, executionId, commit))) return;
  const source = { action: pipeline.source.action, name: 'CommitId' } as const;
  await expectRevision(context, pipeline, executionId, source, commit);
  await expectCommitServing(context, pipeline, commit);
}

/** How an execution ended: its status, and where it failed the action's message. */
export interface ExecutionOutcome {
  readonly status: string;
  readonly failure: string;
}

/** Waits for the end of an execution that is expected to fail. */
export async function outcomeOf(
  context: CommitsContext,
  pipeline: CommitsPipeline,
  executionId: string,
): Promise<ExecutionOutcome> {
  const status = await executionEnd(context, pipeline, executionId);
  return { status, failure: await failureOf(pipeline, executionId) };
}

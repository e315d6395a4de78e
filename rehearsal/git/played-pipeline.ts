import type { RehearsalContext } from '../context';
import { answerApproval, approveIfAsked, pendingApproval } from '../pipeline/approval';
import type { DeployedPipeline } from '../pipeline/deployed-pipeline';
import { executionEnd, failureOf } from '../pipeline/executions';
import { startExecutions } from '../pipeline/release';
import type { PipelineGroup } from '../scenario';
import type { GitClone } from './clone';
import type { GitPipeline } from './git-pipeline';
import { startedByBranch } from './group-by-repository';

/** What steps work with that are played on one pipeline of an application. */
export interface PlayedContext<P extends GitPipeline> extends RehearsalContext {
  readonly application: PipelineGroup<P>;
  readonly clone: GitClone;
}

/** A commit that was pushed, and the execution that it started in the pipeline that steps are played on. */
export interface PushedRelease<P extends DeployedPipeline> {
  readonly pipeline: P;
  readonly commit: string;
  readonly executionId: string;
}

/** The pipeline on which all steps are played: the first that the branch starts, which asks for no approval if any does. */
export const playedPipeline = <P extends GitPipeline>({ application }: PlayedContext<P>): P =>
  startedByBranch(application)[0] ?? (application.pipelines[0] as P);

/** Commits everything and pushes the branch. Other pipelines that this starts are rejected, where they ask. */
export async function pushRelease<P extends GitPipeline>(
  context: PlayedContext<P>,
  message: string,
): Promise<PushedRelease<P>> {
  const commit = await context.clone.commit(message);
  return pushCommit(context, commit);
}

/** Pushes a commit that is there already. */
export async function pushCommit<P extends GitPipeline>(
  context: PlayedContext<P>,
  commit: string,
): Promise<PushedRelease<P>> {
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

async function reject(
  context: RehearsalContext,
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<void> {
  if (!pipeline.approval) return;
  const pending = await pendingApproval(context, pipeline, executionId);
  await answerApproval(pipeline, pending, 'Rejected', 'This step is about another environment');
}

/** How an execution ended: its status, and where it failed the action's message. */
export interface ReleaseOutcome {
  readonly status: string;
  /** `Green failed: …` */
  readonly failure: string;
}

/** Approves where the pipeline asks for it, and waits for the end of an execution that is expected to fail. */
export async function outcomeOf(
  context: RehearsalContext,
  { pipeline, commit, executionId }: PushedRelease<DeployedPipeline>,
): Promise<ReleaseOutcome> {
  await approveIfAsked(context, pipeline, executionId, commit);
  const status = await executionEnd(context, pipeline, executionId);
  return { status, failure: await failureOf(pipeline, executionId) };
}

/** Expects an execution to have failed at an action, with a message that contains each of some texts. */
export function expectFailure(
  { expect }: RehearsalContext,
  { name }: DeployedPipeline,
  { status, failure }: ReleaseOutcome,
  action: string,
  ...texts: readonly string[]
): void {
  expect.that(
    `${name} fails at ${action}`,
    status === 'Failed' && failure.startsWith(`${action} failed`),
    `${status}: ${failure}`,
  );
  for (const text of texts) expect.that(`its message names ${text}`, failure.includes(text), failure);
}

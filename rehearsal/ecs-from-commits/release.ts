import { answerApproval, pendingApproval } from '../pipeline/approval';
import { ended, failureOf, knownExecutions, newExecution } from '../pipeline/executions';
import { expectReleased, expectTaken, short } from './checks';
import type { CommitPipeline } from './deployed-pipeline';
import type { Stage } from './context';

/** What a push started, by pipeline. */
export type Started = ReadonlyMap<CommitPipeline, string>;

/**
 * Pushes, and waits for the execution that it starts in each pipeline.
 * @param what the words of the push, for the person who watches
 */
export async function pushTo(
  stage: Stage,
  pipelines: readonly CommitPipeline[],
  what: string,
  push: () => Promise<string>,
): Promise<Started> {
  const known = await Promise.all(pipelines.map(knownExecutions));
  await pushAndShow(stage, what, push);
  const started = new Map<CommitPipeline, string>();
  for (const [index, pipeline] of pipelines.entries())
    started.set(pipeline, await newExecution(stage, pipeline, known[index] ?? new Set()));
  return started;
}

/** Pushes; what that started the endpoint tells. */
export async function pushAndShow(
  { terminal }: Stage,
  what: string,
  push: () => Promise<string>,
): Promise<void> {
  terminal.line(`  git push origin ${what}`);
  await push();
}

/** Approves where that is asked for, waits for the end and expects the commit to serve. */
export async function expectRelease(
  stage: Stage,
  pipeline: CommitPipeline,
  executionId: string,
  commit: string,
): Promise<void> {
  await approveIfAsked(stage, pipeline, executionId, commit);
  const status = await ended(stage, pipeline, executionId);
  const reason = status === 'Succeeded' ? '' : await failureOf(pipeline, executionId);
  const released = `${pipeline.name} released ${short(commit)}`;
  if (!stage.expect.that(released, status === 'Succeeded', `${status}: ${reason}`)) return;
  await expectTaken(stage, pipeline, executionId, commit);
  await expectReleased(stage, pipeline, commit);
}

/** Waits for the approval request, expects it to name what is about to go live, and agrees. */
export async function approveIfAsked(
  stage: Stage,
  pipeline: CommitPipeline,
  executionId: string,
  commit: string,
): Promise<void> {
  if (!pipeline.approval) return;
  const pending = await pendingApproval(stage, pipeline, executionId);
  stage.expect.that(
    `the approval of ${pipeline.name} names ${short(commit)}`,
    pending.question.includes(commit),
    pending.question,
  );
  await answerApproval(pipeline, pending, 'Approved', 'Looks right');
}

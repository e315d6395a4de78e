import { PutApprovalResultCommand } from '@aws-sdk/client-codepipeline';
import type { RehearsalContext } from '../context';
import { until, type WaitContext } from '../until';
import type { DeployedPipeline } from './deployed-pipeline';
import { currentAction, expectUnderWay, listActions } from './executions';
import { shortRevision } from './revision';

/** What an approver sees before deciding. */
export interface PendingApproval {
  readonly token: string;
  /** The action's CustomData with its variables resolved. */
  readonly question: string;
}

/** Waits until the execution asks for approval. */
export async function pendingApproval(
  waiting: WaitContext,
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<PendingApproval> {
  return until(waiting, `the approval request of ${pipeline.name}`, 60, async () => {
    const token = (await currentAction(pipeline, executionId, pipeline.approval))?.token;
    if (!token) return expectUnderWay(pipeline, executionId, 'it asked for approval').then(() => undefined);
    const actions = await listActions(pipeline, executionId);
    const approval = actions.find(({ actionName }) => actionName === pipeline.approval?.action);
    return { token, question: approval?.input?.resolvedConfiguration?.CustomData ?? '' };
  });
}

/** Approves or rejects. */
export async function answerApproval(
  pipeline: DeployedPipeline,
  { token }: PendingApproval,
  status: 'Approved' | 'Rejected',
  summary: string,
): Promise<void> {
  const { stage, action } = pipeline.approval ?? {};
  await pipeline.clients.codePipeline.send(
    new PutApprovalResultCommand({
      pipelineName: pipeline.name,
      stageName: stage,
      actionName: action,
      token,
      result: { status, summary },
    }),
  );
}

/** Approves an execution where the pipeline asks for it, and expects the request to name what is about to be deployed. */
export async function approveIfAsked(
  context: RehearsalContext,
  pipeline: DeployedPipeline,
  executionId: string,
  revision: string,
): Promise<void> {
  if (!pipeline.approval) return;
  const pending = await pendingApproval(context, pipeline, executionId);
  context.expect.that(
    `the approval of ${pipeline.name} names ${shortRevision(revision)}`,
    pending.question.includes(revision),
    pending.question,
  );
  await answerApproval(pipeline, pending, 'Approved', 'Looks right');
}

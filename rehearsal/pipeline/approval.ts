import { PutApprovalResultCommand } from '@aws-sdk/client-codepipeline';
import { until, type Waiting } from '../until';
import type { DeployedPipeline } from './deployed-pipeline';
import { actionsOf, currentAction, expectUnderWay } from './executions';

/** What an approver sees before deciding. */
export interface PendingApproval {
  readonly token: string;
  /** The action's CustomData, with digest and settings version put in. */
  readonly question: string;
}

/** Waits until the execution asks for approval. */
export async function pendingApproval(
  waiting: Waiting,
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<PendingApproval> {
  return until(waiting, `the approval request of ${pipeline.name}`, 60, async () => {
    const token = (await currentAction(pipeline, executionId, pipeline.approval))?.token;
    if (!token) return expectUnderWay(pipeline, executionId, 'it asked for approval').then(() => undefined);
    const details = await actionsOf(pipeline, executionId);
    const asked = details.find(({ actionName }) => actionName === pipeline.approval?.action);
    return { token, question: asked?.input?.resolvedConfiguration?.CustomData ?? '' };
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

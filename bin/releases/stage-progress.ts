import type { ActionState, StageState } from '@aws-sdk/client-codepipeline';
import { waitingApprovals } from './approvals';
import { shortExecution } from './text';

/** What is on its way in a pipeline, as far as its stages show it. */
export interface StageProgress {
  readonly stage: string;
  readonly executionId: string;
  /** The action that runs, waits or failed. @default - none: the execution waits before the stage */
  readonly action?: string;
  readonly state: 'runs' | 'waits for approval' | 'is stopped before' | 'waits before' | 'failed';
  /** @default - not known */
  readonly since?: Date;
  /** A few words, for a table. */
  readonly text: string;
}

/**
 * The execution that is furthest on its way: one that waits for approval or runs, else one that waits before a stage, else
 * the newest where it has failed.
 * @returns undefined where nothing is
 */
export function stageProgress(stages: readonly StageState[]): StageProgress | undefined {
  const onItsWay = [...stages].reverse();
  const [asked] = waitingApprovals(onItsWay);
  if (asked) return progress('waits for approval', asked.stage, asked);
  for (const { stageName = '', latestExecution, actionStates = [] } of onItsWay) {
    if (latestExecution?.status !== 'InProgress' && latestExecution?.status !== 'Stopping') continue;
    const running = actionStates.find(({ latestExecution: run }) => run?.status === 'InProgress');
    return progress('runs', stageName, {
      executionId: latestExecution.pipelineExecutionId,
      ...ofAction(running),
    });
  }
  for (const { stageName = '', inboundExecution, inboundTransitionState } of onItsWay) {
    if (!inboundExecution) continue;
    const state = inboundTransitionState?.enabled === false ? 'is stopped before' : 'waits before';
    return progress(state, stageName, { executionId: inboundExecution.pipelineExecutionId });
  }
  const newest = stages[0]?.latestExecution?.pipelineExecutionId;
  for (const { stageName = '', latestExecution, actionStates = [] } of onItsWay) {
    if (latestExecution?.status !== 'Failed' || latestExecution.pipelineExecutionId !== newest) continue;
    const failed = actionStates.find(({ latestExecution: run }) => run?.status === 'Failed');
    return progress('failed', stageName, { executionId: newest, ...ofAction(failed) });
  }
  return undefined;
}

const ofAction = (action: ActionState | undefined) => ({
  action: action?.actionName,
  since: action?.latestExecution?.lastStatusChange,
});

function progress(
  state: StageProgress['state'],
  stage: string,
  { executionId = '', action, since }: { executionId?: string; action?: string; since?: Date },
): StageProgress {
  const where = action === undefined || action === stage ? stage : `${stage}/${action}`;
  const text = state.endsWith('before') ? `${state} ${stage}` : `${where} ${state}`;
  return { stage, executionId, action, state, since, text: `${shortExecution(executionId)} ${text}` };
}

import type { ActionExecutionDetail, PipelineExecutionStatus } from '@aws-sdk/client-codepipeline';
import { FINAL_STATUSES } from '../../rehearsal/pipeline/executions';
import { statusText } from '../../rehearsal/report/text/status';
import { listActions, readExecution } from './executions';
import type { ReleasePipeline } from './model';

/** Something that changed in an execution: an action, or at last the execution itself. */
export interface ExecutionChange {
  readonly executionId: string;
  /** @default - the execution has ended */
  readonly stage?: string;
  /** @default - the execution has ended */
  readonly action?: string;
  readonly status: string;
  /** What the action says of its result, or of what it waits for. @default - nothing */
  readonly detail?: string;
}

/**
 * Reports every change of every action until the execution has ended.
 * @param wait waits between two questions
 * @returns the execution's status
 */
export async function followExecution(
  pipeline: Pick<ReleasePipeline, 'clients' | 'name'>,
  executionId: string,
  report: (change: ExecutionChange) => void,
  wait: () => Promise<void>,
): Promise<PipelineExecutionStatus | undefined> {
  const shown = new Set<string>();
  for (;;) {
    const { status } = await readExecution(pipeline, executionId);
    for (const detail of (await listActions(pipeline, executionId)).reverse()) {
      const change = changeOf(pipeline.name, executionId, detail);
      const key = `${detail.actionExecutionId} ${change.status} ${change.detail}`;
      if (!shown.has(key)) report(change);
      shown.add(key);
    }
    if (status !== undefined && FINAL_STATUSES.includes(status)) {
      report({ executionId, status });
      return status;
    }
    await wait();
  }
}

function changeOf(name: string, executionId: string, detail: ActionExecutionDetail): ExecutionChange {
  const { stageName: stage, actionName: action, status = '', input, output } = detail;
  const { errorDetails, externalExecutionSummary } = output?.executionResult ?? {};
  const waits = status === 'InProgress' && input?.actionTypeId?.category === 'Approval';
  const text = waits
    ? `waits for approval: npx pipeline-factory approve ${name}`
    : (errorDetails?.message ?? externalExecutionSummary);
  return { executionId, stage, action, status, ...(text && { detail: text }) };
}

/** A change as a line for people. */
export function changeLine({ executionId, stage, action, status, detail }: ExecutionChange): string {
  const what = action === undefined ? `execution ${executionId}` : `${stage} / ${action}`;
  return `${what}  ${statusText(status)}${detail === undefined ? '' : `  ${detail}`}`;
}

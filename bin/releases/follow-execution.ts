import type { PipelineExecutionStatus } from '@aws-sdk/client-codepipeline';
import { FINAL_STATUSES } from '../../rehearsal/pipeline/executions';
import { statusText } from '../../rehearsal/report/text/status';
import { listActions, readExecution } from './executions';
import type { ReleasePipeline } from './model';

/**
 * Reports every change of every action until the execution has ended.
 * @param report takes lines
 * @param wait waits between two questions
 * @returns the execution's status
 */
export async function followExecution(
  pipeline: ReleasePipeline,
  executionId: string,
  report: (line: string) => void,
  wait: () => Promise<void>,
): Promise<PipelineExecutionStatus | undefined> {
  const shown = new Set<string>();
  for (;;) {
    const { status } = await readExecution(pipeline, executionId);
    for (const { actionExecutionId, stageName, actionName, status: state = '', output } of (
      await listActions(pipeline, executionId)
    ).reverse()) {
      const { errorDetails, externalExecutionSummary } = output?.executionResult ?? {};
      const detail = errorDetails?.message ?? externalExecutionSummary ?? '';
      const line = `${stageName} / ${actionName}  ${statusText(state)}${detail ? `  ${detail}` : ''}`;
      const key = `${actionExecutionId} ${line}`;
      if (!shown.has(key)) report(line);
      shown.add(key);
    }
    if (status !== undefined && FINAL_STATUSES.includes(status)) {
      report(`execution ${executionId}  ${statusText(status)}`);
      return status;
    }
    await wait();
  }
}

import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { executionStatus } from '../executions/read-execution';
import { isUnderWay } from '../executions/under-way';

/**
 * The execution that an event names, where it is one of the pipeline's and has ended: whoever may invoke the function can
 * make up an event, and what is recorded must not come from it.
 * @returns nothing for any other, or where the event names none
 */
export async function endedExecution(
  client: CodePipelineClient,
  pipelineName: string,
  executionId: string | undefined,
): Promise<string | undefined> {
  if (!executionId) return undefined;
  const status = await executionStatus(client, pipelineName, executionId);
  return status === undefined || isUnderWay(status) ? undefined : executionId;
}

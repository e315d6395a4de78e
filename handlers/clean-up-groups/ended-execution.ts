import { type CodePipelineClient, GetPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';

/**
 * The execution that an event names, where it is one of the pipeline's and has ended: whoever may invoke the function can
 * make up an event, and what is recorded must not come from it.
 * @returns nothing for any other, or where the event names none
 */
export async function endedExecution(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string | undefined,
): Promise<string | undefined> {
  if (!pipelineExecutionId) return undefined;
  try {
    const request = { pipelineName, pipelineExecutionId };
    const { pipelineExecution } = await client.send(new GetPipelineExecutionCommand(request));
    const status = pipelineExecution?.status ?? '';
    return ['', 'InProgress', 'Stopping'].includes(status) ? undefined : pipelineExecutionId;
  } catch (error) {
    // The id may also have a form that CodePipeline refuses.
    if (/^(PipelineExecutionNotFound|Validation)Exception$/.test((error as Error).name)) return undefined;
    throw error;
  }
}

import { type CodePipelineClient, GetPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { isUnknownExecution } from './unknown-execution';

/** The status of an execution. @returns nothing where the pipeline has no such execution */
export async function executionStatus(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<string | undefined> {
  try {
    const request = new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId });
    return (await client.send(request)).pipelineExecution?.status;
  } catch (error) {
    if (isUnknownExecution(error)) return undefined;
    throw error;
  }
}

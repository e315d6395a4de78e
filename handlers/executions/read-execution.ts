import {
  type CodePipelineClient,
  GetPipelineExecutionCommand,
  type PipelineExecution,
} from '@aws-sdk/client-codepipeline';
import { isUnknownExecution } from './unknown-execution';

/** The status of an execution. @returns nothing where the pipeline has no such execution */
export const executionStatus = async (
  client: CodePipelineClient,
  pipelineName: string,
  id: string,
): Promise<string | undefined> => (await readExecution(client, pipelineName, id))?.status;

/** An execution as CodePipeline has it. @returns nothing where the pipeline has no such execution */
export async function readExecution(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<PipelineExecution | undefined> {
  try {
    const request = new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId });
    return (await client.send(request)).pipelineExecution;
  } catch (error) {
    if (isUnknownExecution(error)) return undefined;
    throw error;
  }
}

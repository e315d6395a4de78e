import { type CodePipelineClient, GetPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { isUnknownExecution } from './unknown-execution';

/**
 * Whether an execution rolls a stage back.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 * @param pipelineName of the pipeline
 * @param pipelineExecutionId of the execution whose action runs; in a rollback not the one that it goes back to
 * @returns nothing where the pipeline has no such execution, or does not show it for a moment
 */
export async function isRollback(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<boolean | undefined> {
  try {
    const command = new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId });
    const { pipelineExecution } = await client.send(command);
    return pipelineExecution?.executionType === 'ROLLBACK';
  } catch (error) {
    if (isUnknownExecution(error)) return undefined;
    throw error;
  }
}

import { type CodePipelineClient, GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import { isUnderWay } from '../executions/under-way';

/**
 * Whether an execution is in a stage behind the one that this action is in: what it deploys is not at rest.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html
 * @param name of the pipeline
 * @param executionId of the action
 */
export async function isBeingDeployed(
  client: CodePipelineClient,
  name: string,
  executionId: string,
): Promise<boolean> {
  const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name }));
  const latest = stageStates.map(({ latestExecution }) => latestExecution);
  const own = latest.findLastIndex((one) => one?.pipelineExecutionId === executionId);
  return latest.slice(own + 1).some((one) => isUnderWay(one?.status));
}

import type { ActionTypeId, CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { pipelineName } from '../contract/names';
import { listActionExecutions } from '../executions/action-executions';
import { isReached } from '../executions/reached-stage';
import { isUnknownExecution } from '../executions/unknown-execution';
import type { EndedExecution } from './parse-event';

/**
 * Whether an execution deploys, or is behind that and not over.
 * @throws Error where CodePipeline does not show yet that the execution has ended whose end has just been reported
 */
export const isDeploying = (client: CodePipelineClient, ended: EndedExecution): Promise<boolean> =>
  isReached(
    client,
    pipelineName(ended.pipeline),
    ({ actionTypeId }) => isDeployment(actionTypeId),
    ended.hasJustEnded ? ended.executionId : undefined,
  );

/** Whether an execution has begun to deploy. @returns false for one that is not the pipeline's */
export async function hasDeployed(
  client: CodePipelineClient,
  name: string,
  executionId: string,
): Promise<boolean> {
  try {
    const actions = await listActionExecutions(client, name, executionId);
    return actions.some(({ input }) => isDeployment(input?.actionTypeId));
  } catch (error) {
    if (isUnknownExecution(error)) return false;
    throw error;
  }
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html */
const isDeployment = (type: ActionTypeId | undefined): boolean =>
  type?.category === 'Deploy' && type.provider === 'Lambda';

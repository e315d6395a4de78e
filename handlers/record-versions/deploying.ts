import type { ActionDeclaration, ActionTypeId, CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { pipelineName } from '../contract/names';
import { SHIFT_VERSIONS } from '../contract/shift-versions';
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
    isDeployment,
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
    return actions.some(({ input }) => isDeployment(input ?? {}));
  } catch (error) {
    if (isUnknownExecution(error)) return false;
    throw error;
  }
}

/**
 * CodePipeline's own action, or the action function that has CodeDeploy deploy.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
const isDeployment = ({
  actionTypeId,
  configuration,
}: Pick<ActionDeclaration, 'configuration'> & { readonly actionTypeId?: ActionTypeId }): boolean =>
  actionTypeId?.provider === 'Lambda' &&
  (actionTypeId.category === 'Deploy' ||
    (configuration?.FunctionName ?? '').endsWith(`-${SHIFT_VERSIONS.name}`));

import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { CREATE_GREEN_GROUP } from '../contract/create-green-group';
import { actionFunctionName, type PipelineIdentity, pipelineName } from '../contract/names';
import { REFRESH_INSTANCES } from '../contract/refresh-instances';
import { isReached } from '../executions/reached-stage';

/**
 * Whether an execution works on groups, or is about to: one that has reached the stage that makes them and is not over.
 * @param ended the execution whose end an event has just reported @default - none
 * @throws Error where CodePipeline does not show yet that it has ended
 */
export async function isFleetInUse(
  client: CodePipelineClient,
  identity: PipelineIdentity,
  ended?: string,
): Promise<boolean> {
  const makers = [CREATE_GREEN_GROUP, REFRESH_INSTANCES].map(({ name }) =>
    actionFunctionName(identity.prefix, identity.environment, name),
  );
  const makesGroups = (functionName = '') => makers.includes(functionName);
  return isReached(
    client,
    pipelineName(identity),
    ({ configuration }) => makesGroups(configuration?.FunctionName),
    ended,
  );
}

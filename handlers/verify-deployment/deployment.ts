import { type CodeDeployClient, GetDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { type CodePipelineClient, GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import { pipelineName } from '../contract/names';
import { ReleaseError } from '../errors';
import { listActionExecutions } from '../executions/action-executions';
import type { ConfirmedJob } from '../job/pipeline-job';

/**
 * The deployment that an execution's deploy action has made. While that action is in progress the list of executions has
 * the action and the pipeline's state has its deployment.
 * @returns nothing where it has made none yet
 * @throws ReleaseError where the action has ended without one
 */
export async function findDeployment(
  client: CodePipelineClient,
  { pipeline, runningIn, parameters }: ConfirmedJob<{ readonly deployAction: string }>,
): Promise<string | undefined> {
  const name = pipelineName(pipeline);
  const actions = await listActionExecutions(client, name, runningIn);
  const deploy = actions.find(({ actionName }) => actionName === parameters.deployAction);
  if (!deploy) return undefined;
  const { externalExecutionId } = deploy.output?.executionResult ?? {};
  if (externalExecutionId) return externalExecutionId;
  if (deploy.status !== 'InProgress')
    throw new ReleaseError(
      `Action ${parameters.deployAction} must have made a deployment, got: none; it ended as ${deploy.status}`,
    );
  const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name }));
  const states = stageStates.flatMap(({ actionStates = [] }) => actionStates);
  const latest = states.find(({ actionName }) => actionName === parameters.deployAction)?.latestExecution;
  return latest?.actionExecutionId === deploy.actionExecutionId ? latest?.externalExecutionId : undefined;
}

/** How far a deployment is: until its traffic has moved, while blue waits beside green, or behind that. */
export type DeploymentPhase =
  | { readonly phase: 'under-way' | 'waiting' | 'over' }
  | { readonly phase: 'failed'; readonly because: string };

/**
 * Where all traffic has moved CodeDeploy waits to end blue.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html
 */
export async function readDeployment(
  client: CodeDeployClient,
  deploymentId: string,
): Promise<DeploymentPhase> {
  const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }));
  const { status, instanceTerminationWaitTimeStarted, errorInformation } = deploymentInfo ?? {};
  if (status === 'Succeeded') return { phase: 'over' };
  if (status === 'Failed' || status === 'Stopped')
    return { phase: 'failed', because: errorInformation?.message ?? `it ended as ${status}` };
  return { phase: instanceTerminationWaitTimeStarted ? 'waiting' : 'under-way' };
}

import { type CodeDeployClient, GetDeploymentCommand } from '@aws-sdk/client-codedeploy';
import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  GetPipelineStateCommand,
} from '@aws-sdk/client-codepipeline';
import { pipelineName } from '../contract/names';
import { ReleaseError } from '../errors';
import { listActionExecutions } from '../executions/action-executions';
import type { ConfirmedAction, ConfirmedJob } from '../job/pipeline-job';

/**
 * Milliseconds for which the deploy action of an attempt may still be to come: AWS documents no time within which CodePipeline
 * lists an action, nor an order in which it begins those that run side by side.
 */
const BEGIN_TOGETHER = 300_000;

/**
 * The deployment that an execution's deploy action has made. While that action is in progress the list of executions has
 * the action and the pipeline's state has its deployment.
 *
 * A retry of the stage lists the deploy action of the attempt before until that of its own begins. Only where none has in
 * five minutes is it the action that verifies which was retried alone.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-actions-retry.html
 * @returns nothing where it has made none yet
 * @throws ReleaseError where the action has ended without one
 */
export async function findDeployment(
  client: CodePipelineClient,
  { pipeline, runningIn, action, parameters }: ConfirmedJob<{ readonly deployAction: string }>,
  now: Date,
): Promise<string | undefined> {
  const name = pipelineName(pipeline);
  const actions = await listActionExecutions(client, name, runningIn);
  const deploy = actions.find(({ actionName }) => actionName === parameters.deployAction);
  if (!deploy || isOfEarlierAttempt(deploy, action, now)) return undefined;
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

function isOfEarlierAttempt(
  { status, lastUpdateTime: ended }: ActionExecutionDetail,
  { startedAt }: ConfirmedAction,
  now: Date,
): boolean {
  if (status === 'InProgress' || !ended || !startedAt || ended >= startedAt) return false;
  return now.getTime() < startedAt.getTime() + BEGIN_TOGETHER;
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

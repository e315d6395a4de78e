import { type CodeDeployClient, GetDeploymentCommand } from '@aws-sdk/client-codedeploy';
import {
  type ActionState,
  type CodePipelineClient,
  GetPipelineStateCommand,
} from '@aws-sdk/client-codepipeline';
import { ReleaseError } from '../errors';
import type { PipelineStructure } from './pipeline-structure';

/** A deployment of CodeDeploy that has ended. */
export interface EndedDeployment {
  readonly id: string;
  /** When it ended. */
  readonly ended: Date;
  /** Whether it succeeded, as a deployment of the application. */
  readonly succeeded: boolean;
  /** Whether CodeDeploy created it to roll another one back. */
  readonly isRollback: boolean;
}

/** The latest state of the pipeline's deploy action, which names the deployment even before the action has ended. */
export async function readDeployAction(
  client: CodePipelineClient,
  { name, deployAction }: PipelineStructure,
): Promise<ActionState['latestExecution']> {
  const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name }));
  const actions = stageStates.flatMap(({ actionStates = [] }) => actionStates);
  return actions.find(({ actionName }) => actionName === deployAction)?.latestExecution;
}

/**
 * @param application the name of the CodeDeploy application that it must be of
 * @throws ReleaseError where it has not ended
 */
export async function readDeployment(
  client: CodeDeployClient,
  id: string,
  application: string,
): Promise<EndedDeployment> {
  const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId: id }));
  const { applicationName, completeTime, creator, status } = deploymentInfo ?? {};
  if (!completeTime)
    throw new ReleaseError(`Deployment ${id} must have ended, got: ${status ?? 'no status'}`);
  const succeeded = status === 'Succeeded' && applicationName === application;
  return { id, ended: completeTime, succeeded, isRollback: creator === 'codeDeployRollback' };
}

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
 * @throws ReleaseError where it has not ended
 */
export async function readDeployment(client: CodeDeployClient, id: string): Promise<EndedDeployment> {
  const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId: id }));
  const { completeTime, creator, status } = deploymentInfo ?? {};
  if (!completeTime)
    throw new ReleaseError(`Deployment ${id} must have ended, got: ${status ?? 'no status'}`);
  return { id, ended: completeTime, isRollback: creator === 'codeDeployRollback' };
}

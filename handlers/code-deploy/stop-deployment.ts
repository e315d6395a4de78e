import { type CodeDeployClient, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';

/**
 * Stops a deployment. One that has ended is none to stop.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_StopDeployment.html
 * @param autoRollbackEnabled whether CodeDeploy gives back what the deployment has moved
 */
export async function stopDeployment(
  client: CodeDeployClient,
  deploymentId: string,
  autoRollbackEnabled: boolean,
): Promise<void> {
  try {
    await client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled }));
  } catch (error) {
    if ((error as Error).name !== 'DeploymentAlreadyCompletedException') throw error;
  }
}

import { type CodeDeployClient, type DeploymentInfo, GetDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { ACTIVE } from '../versions/deployments';

/** Whether a deployment has not ended. */
export const isActive = ({ status }: DeploymentInfo): boolean =>
  status !== undefined && ACTIVE.includes(status);

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeployment.html */
export async function readDeployment(
  client: CodeDeployClient,
  deploymentId: string,
): Promise<DeploymentInfo> {
  const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }));
  return { ...deploymentInfo, deploymentId };
}

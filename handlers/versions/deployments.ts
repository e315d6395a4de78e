import {
  type CodeDeployClient,
  type DeploymentInfo,
  type DeploymentStatus,
  GetDeploymentCommand,
  ListDeploymentsCommand,
} from '@aws-sdk/client-codedeploy';
import type { PipelineIdentity } from '../contract/names';
import { trafficGroup } from '../contract/shift-versions';

/** Of deployments that have not ended. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html */
const ACTIVE: readonly DeploymentStatus[] = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'];

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

/** Whether CodeDeploy has begun a deployment by itself, to give an alias back. */
export const isRollback = ({ creator }: DeploymentInfo): boolean => creator === 'codeDeployRollback';

/** What a person is told of a deployment: its description, or who has made it. */
export const describeDeployment = ({ description, creator }: DeploymentInfo): string =>
  description ? `"${description}"` : `made by ${creator ?? 'somebody'}`;

/**
 * What a deployment that a pipeline makes says of itself: by it the deployment is found again.
 * @param action its id: an execution whose stage is retried has another action
 */
export const deploymentDescription = (executionId: string, action: string): string =>
  `Pipeline execution ${executionId}, action ${action}`;

const DESCRIPTION = new RegExp(`^${deploymentDescription('(\\S+)', '\\S+')}$`);

/** @returns the id of the execution that made a deployment; undefined for one that no pipeline has made */
export const executionOf = ({ description = '' }: DeploymentInfo): string | undefined =>
  DESCRIPTION.exec(description)?.[1];

/**
 * The ids of deployments of a function's traffic: those since a time, or those that have not ended, of which there is one at
 * most, since a group has no two at a time.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeployments.html
 * @param since @default - those that have not ended
 */
export async function listDeployments(
  client: CodeDeployClient,
  identity: PipelineIdentity,
  functionName: string,
  since?: Date,
): Promise<string[]> {
  const { deployments = [] } = await client.send(
    new ListDeploymentsCommand({
      ...trafficGroup(identity, functionName),
      ...(since ? { createTimeRange: { start: since } } : { includeOnlyStatuses: [...ACTIVE] }),
    }),
  );
  return deployments;
}

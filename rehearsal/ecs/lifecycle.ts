import { GetDeploymentTargetCommand, ListDeploymentTargetsCommand } from '@aws-sdk/client-codedeploy';
import { statusText } from '../report/terminal';
import type { DeployedPipeline } from '../pipeline/deployed-pipeline';
import { deploymentOf } from '../pipeline/executions';
import type { DeploymentStep } from '../pipeline/watch';

/** The lifecycle events of an execution's deployment that are over, for a person who watches. */
export async function lifecycleSteps(
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<DeploymentStep[]> {
  const deploymentId = await deploymentOf(pipeline, executionId);
  if (!deploymentId) return [];
  const events = await lifecycleEvents(pipeline, deploymentId);
  return events
    .filter(({ status = '' }) => !['Pending', 'Skipped', 'InProgress'].includes(status))
    .map(({ lifecycleEventName, status = '' }) => ({
      key: `${deploymentId} ${lifecycleEventName}`,
      place: deploymentId,
      text: `${lifecycleEventName} ${statusText(status)}`,
    }));
}

/** The lifecycle events of a deployment's one ECS target. */
export async function lifecycleEvents(pipeline: DeployedPipeline, deploymentId: string) {
  const { codeDeploy } = pipeline.clients;
  const { targetIds } = await codeDeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
  if (!targetIds?.[0]) return [];
  const { deploymentTarget } = await codeDeploy.send(
    new GetDeploymentTargetCommand({ deploymentId, targetId: targetIds[0] }),
  );
  return deploymentTarget?.ecsTarget?.lifecycleEvents ?? [];
}

import {
  GetDeploymentTargetCommand,
  type LifecycleEvent,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import type { RehearsalClients } from '../clients';
import type { DeployedPipeline } from '../pipeline/deployed-pipeline';
import { deploymentOf } from '../pipeline/executions';
import type { DeploymentEvent } from '../pipeline/watch';

/** The lifecycle events of an execution's CodeDeploy deployment that are over. */
export async function lifecycleProgress(
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<DeploymentEvent[]> {
  const deploymentId = await deploymentOf(pipeline, executionId);
  if (!deploymentId) return [];
  const events = await lifecycleEvents(pipeline.clients, deploymentId);
  return events
    .filter(({ status = '' }) => !['Pending', 'Skipped', 'InProgress'].includes(status))
    .map(({ lifecycleEventName, status = '' }) => ({
      key: `${deploymentId} ${lifecycleEventName}`,
      subject: deploymentId,
      text: lifecycleEventName ?? '',
      status,
    }));
}

/** The lifecycle events of a deployment's one ECS target. */
export async function lifecycleEvents(
  { codeDeploy }: RehearsalClients,
  deploymentId: string,
): Promise<LifecycleEvent[]> {
  const { targetIds } = await codeDeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
  if (!targetIds?.[0]) return [];
  const { deploymentTarget } = await codeDeploy.send(
    new GetDeploymentTargetCommand({ deploymentId, targetId: targetIds[0] }),
  );
  return deploymentTarget?.ecsTarget?.lifecycleEvents ?? [];
}

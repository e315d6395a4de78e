import { ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { deploymentOf, expectUnderWay } from '../pipeline/executions';
import { lifecycleEvents } from '../ecs/lifecycle';
import { until, type Waiting } from '../until';
import type { BlueGreenPipeline } from './deployed-pipeline';

/** Waits until the execution's deployment has moved all production traffic while blue is still there; gives the deployment's id. */
export async function trafficMoved(
  waiting: Waiting,
  pipeline: BlueGreenPipeline,
  executionId: string,
): Promise<string> {
  return until(waiting, `the traffic of ${pipeline.name} moving to green`, 240, async () => {
    await expectUnderWay(pipeline, executionId, 'its traffic moved to green');
    const deploymentId = await deploymentOf(pipeline, executionId);
    if (!deploymentId) return undefined;
    const events = await lifecycleEvents(pipeline, deploymentId);
    const moved = events.find(({ lifecycleEventName }) => lifecycleEventName === 'AllowTraffic');
    return moved?.status === 'Succeeded' ? deploymentId : undefined;
  });
}

/** Ids of a deployment group's deployments, newest first. */
export async function deploymentsOf(pipeline: BlueGreenPipeline): Promise<string[]> {
  const { deployments } = await pipeline.clients.codeDeploy.send(
    new ListDeploymentsCommand({
      applicationName: pipeline.application,
      deploymentGroupName: pipeline.deploymentGroup,
    }),
  );
  return deployments ?? [];
}

/** Waits until no deployment of the group is under way, such as the rollback that follows a stop. */
export async function deploymentsEnded(waiting: Waiting, pipeline: BlueGreenPipeline): Promise<void> {
  await until(waiting, `the end of all deployments of ${pipeline.name}`, 240, async () => {
    const { deployments } = await pipeline.clients.codeDeploy.send(
      new ListDeploymentsCommand({
        applicationName: pipeline.application,
        deploymentGroupName: pipeline.deploymentGroup,
        includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'],
      }),
    );
    return deployments?.length ? undefined : true;
  });
}

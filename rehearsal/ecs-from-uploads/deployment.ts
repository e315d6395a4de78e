import { ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { lifecycleEvents } from '../ecs/lifecycle';
import { deploymentOf, expectUnderWay } from '../pipeline/executions';
import { until, type WaitContext } from '../until';
import type { UploadsPipeline } from './pipeline';

/**
 * Waits until the execution's deployment has moved all production traffic, while blue is still there.
 * @returns the deployment's id
 */
export async function trafficMoved(
  waiting: WaitContext,
  pipeline: UploadsPipeline,
  executionId: string,
): Promise<string> {
  return until(waiting, `the traffic of ${pipeline.name} moving to green`, 240, async () => {
    await expectUnderWay(pipeline, executionId, 'its traffic moved to green');
    const deploymentId = await deploymentOf(pipeline, executionId);
    if (!deploymentId) return undefined;
    const events = await lifecycleEvents(pipeline.clients, deploymentId);
    const moved = events.find(({ lifecycleEventName }) => lifecycleEventName === 'AllowTraffic');
    return moved?.status === 'Succeeded' ? deploymentId : undefined;
  });
}

/** The statuses of a deployment that has not ended. */
const UNDER_WAY = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;

/** Ids of the deployment group's deployments, newest first. */
export const deploymentIds = (pipeline: UploadsPipeline): Promise<string[]> => deployments(pipeline);

/** Waits until no deployment of the group is under way, not even the rollback that CodeDeploy starts after a stop. */
export async function deploymentsEnd(waiting: WaitContext, pipeline: UploadsPipeline): Promise<void> {
  await until(waiting, `the end of all deployments of ${pipeline.name}`, 240, async () =>
    (await deployments(pipeline, UNDER_WAY)).length > 0 ? undefined : true,
  );
}

async function deployments(
  { clients, deploymentGroup: { applicationName, deploymentGroupName } }: UploadsPipeline,
  statuses?: typeof UNDER_WAY,
): Promise<string[]> {
  const includeOnlyStatuses = statuses && [...statuses];
  const { deployments: ids } = await clients.codeDeploy.send(
    new ListDeploymentsCommand({ applicationName, deploymentGroupName, includeOnlyStatuses }),
  );
  return ids ?? [];
}

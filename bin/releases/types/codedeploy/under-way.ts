import {
  type CodeDeployClient,
  type DeploymentInfo,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import type { ReleasePipeline, UnderWay } from '../../model';

/** The names by which CodeDeploy's API refers to a deployment group. */
export interface DeploymentGroupLocation {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
}

/** The statuses of a deployment that has not ended. */
const UNDER_WAY = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;

/**
 * The deployment that a group has under way, which is until blue has ended.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_StopDeployment.html
 */
export async function readDeploymentUnderWay(
  { clients: { codeDeploy } }: ReleasePipeline,
  group: DeploymentGroupLocation,
): Promise<UnderWay | undefined> {
  const { deployments } = await codeDeploy.send(
    new ListDeploymentsCommand({ ...group, includeOnlyStatuses: [...UNDER_WAY] }),
  );
  const [id] = deployments ?? [];
  if (id === undefined) return undefined;
  const { creator, instanceTerminationWaitTimeStarted: moved } = await readDeployment(codeDeploy, id);
  const stops = `stops deployment ${id}, and CodeDeploy rolls it back:`;
  return {
    text: moved
      ? `${stops} blue still runs, and gets all traffic at once`
      : `${stops} what serves keeps the traffic, or gets back what has moved`,
    refusal: creator === 'codeDeployRollback' ? `deployment ${id} is a rollback under way` : undefined,
    takeBack: (report, pause) => stopDeployment(codeDeploy, id, report, pause),
  };
}

/** Stops a deployment and waits for the one that rolls it back. @returns whether that succeeded */
async function stopDeployment(
  client: CodeDeployClient,
  deploymentId: string,
  report: (line: string) => void,
  pause: () => Promise<void>,
): Promise<boolean> {
  await client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }));
  const stopped = await deploymentEnd(client, deploymentId, report, pause);
  const rollbackId = stopped.rollbackInfo?.rollbackDeploymentId;
  if (stopped.status !== 'Stopped' && stopped.status !== 'Failed') {
    report(`deployment ${deploymentId} ended before it could be stopped`);
    return false;
  }
  if (!rollbackId) return true;
  const { status } = await deploymentEnd(client, rollbackId, report, pause);
  return status === 'Succeeded';
}

/** A rollback has a deployment of its own some time after the stopped one has ended. */
async function deploymentEnd(
  client: CodeDeployClient,
  id: string,
  report: (line: string) => void,
  pause: () => Promise<void>,
): Promise<DeploymentInfo> {
  let shown: string | undefined;
  for (;;) {
    const deployment = await readDeployment(client, id);
    const { status, completeTime, errorInformation } = deployment;
    if (status !== shown) report(`deployment ${id}  ${status}`);
    shown = status;
    if (completeTime) {
      if (status === 'Failed' && errorInformation?.message) report(`  ${errorInformation.message}`);
      return deployment;
    }
    await pause();
  }
}

async function readDeployment(client: CodeDeployClient, deploymentId: string): Promise<DeploymentInfo> {
  return (await client.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {};
}

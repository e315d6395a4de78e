import type { ServiceContext } from '../../../kit/context';
import { DEFAULT_CONFIG } from '../predefined-configs';
import { parseAppSpec } from '../app-spec';
import { revisionContent } from '../revisions';
import { type Application, newDeploymentId, type Region } from '../store';
import { type Deployment, newDeployment, type Shift } from './deployment';
import {
  bookTraffic,
  deleteTaskSet,
  describeService,
  isThere,
  makePrimary,
  primaryTaskSet,
} from './ecs-service';
import { Interruption } from './interruption';
import { hasInstalled, lifecycleEvent } from './lifecycle';
import { forwardTraffic } from './listeners';
import { release } from './release';
import type { Run } from './run';

/**
 * Creates the deployment that rolls another one back, where the group's settings or whoever stopped it want that. Before
 * Install there is nothing to roll back.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
 * @returns nothing where there is to be no rollback
 */
export function beginRollback(
  {
    serviceContext: context,
    region,
    application,
  }: { serviceContext: ServiceContext; region: Region; application: Application },
  failed: Deployment,
  why: Interruption,
): Deployment | undefined {
  const { info, group } = failed;
  if (info.creator === 'codeDeployRollback' || !hasInstalled(failed) || !isWanted(failed, why))
    return undefined;
  const deploymentId = newDeploymentId();
  const revision = info.previousRevision;
  const rollback = newDeployment({
    deploymentId,
    account: region.account,
    region: region.name,
    group,
    appSpec: revision ? parseAppSpec(revisionContent(revision)) : undefined,
    creator: 'codeDeployRollback',
    now: context.clock.now(),
    info: {
      deploymentConfigName: DEFAULT_CONFIG,
      description: `Rollback of deployment ${info.deploymentId}`,
      revision,
      previousRevision: revision,
      rollbackInfo: {
        rollbackTriggeringDeploymentId: info.deploymentId,
        rollbackMessage: `Deployment ${deploymentId} is triggered to roll back deployment ${info.deploymentId}.`,
      },
    },
  });
  rollback.shift = failed.shift && { ...failed.shift };
  info.rollbackInfo = {
    rollbackDeploymentId: deploymentId,
    rollbackMessage: `Deployment ${info.deploymentId} terminated. Automatic rollback is triggered with a DeploymentId ${deploymentId}.`,
  };
  region.deployments.set(deploymentId, rollback);
  const current = application.groups.get(group.deploymentGroupName ?? '');
  if (current)
    current.lastAttemptedDeployment = {
      deploymentId,
      status: 'Created',
      createTime: rollback.info.createTime,
    };
  return rollback;
}

function isWanted({ info }: Deployment, why: Interruption): boolean {
  if (why.rollBack !== undefined) return why.rollBack;
  const { enabled, events } = info.autoRollbackConfiguration ?? {};
  return Boolean(enabled && events?.includes(why.event));
}

/** Brings blue back: at once where it still runs, otherwise as a release of the last revision that succeeded. */
export async function rollBack(run: Run): Promise<void> {
  const service = await describeService(run);
  const { shift } = run.deployment;
  if (!shift) return finishWithoutWork(run);
  if (!isThere(service, shift.blue)) {
    delete run.deployment.shift;
    return release(run);
  }
  await lifecycleEvent(run, 'BeforeInstall', async () => undefined);
  await lifecycleEvent(run, 'Install', async () => undefined);
  await lifecycleEvent(run, 'AfterInstall', async () => undefined);
  await lifecycleEvent(run, 'AllowTestTraffic', () => testTrafficBack(run, shift));
  await lifecycleEvent(run, 'AfterAllowTestTraffic', async () => undefined);
  await lifecycleEvent(run, 'BeforeAllowTraffic', async () => undefined);
  await lifecycleEvent(run, 'AllowTraffic', () => trafficBack(run, shift));
  await lifecycleEvent(run, 'AfterAllowTraffic', () => endGreen(run, shift));
}

async function finishWithoutWork(run: Run): Promise<void> {
  for (const event of run.deployment.target.lifecycleEvents ?? [])
    await lifecycleEvent(run, event.lifecycleEventName as 'Install', async () => undefined);
}

async function testTrafficBack(run: Run, shift: Shift): Promise<void> {
  if (shift.testListener) await forwardTraffic(run, shift, shift.testListener, 0);
}

async function trafficBack(run: Run, shift: Shift): Promise<void> {
  await forwardTraffic(run, shift, shift.productionListener, 0);
  bookTraffic(run, 0);
  const service = await describeService(run);
  const blue = shift.blue.taskSetArn ?? '';
  if (primaryTaskSet(service).taskSetArn !== blue) await makePrimary(run, blue);
}

async function endGreen(run: Run, shift: Shift): Promise<void> {
  const service = await describeService(run);
  run.deployment.ending = true;
  if (isThere(service, shift.green)) await deleteTaskSet(run, shift.green.taskSetArn ?? '');
  await describeService(run);
}

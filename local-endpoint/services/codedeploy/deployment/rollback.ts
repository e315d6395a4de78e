import { parseAppSpec } from '../app-spec';
import { defaultConfig } from '../predefined-configs';
import { revisionContent } from '../revisions';
import { type DeploymentRecord, newDeploymentRecord, platformOf, type TrafficShift } from './deployment';
import {
  describeService,
  hasTaskSet,
  makePrimary,
  primaryTaskSet,
  recordTraffic,
  removeTaskSet,
} from './ecs-service';
import { rollBackFunction } from './function';
import type { DeploymentInterruption } from './interruption';
import { hasChanged, lifecycleEvent } from './lifecycle';
import { forwardTraffic } from './listeners';
import { release } from './release';
import type { DeploymentContext, DeploymentRun } from './run';

/**
 * Creates the deployment that rolls back the one that failed, where the group's settings or the request to stop it ask
 * for that, and something has changed.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
 * @returns undefined where there is no rollback
 */
export function beginRollback(
  { serviceContext, state, application, deployment: failed }: DeploymentContext,
  reason: DeploymentInterruption,
): DeploymentRecord | undefined {
  const { info, group } = failed;
  if (info.creator === 'codeDeployRollback' || !hasChanged(failed) || !isWanted(failed, reason))
    return undefined;
  const revision = info.previousRevision;
  const { functionSpec: moved } = failed;
  const rollback = newDeploymentRecord({
    scope: state.scope,
    group,
    ...(moved
      ? {
          functionSpec: {
            ...moved,
            CurrentVersion: moved.TargetVersion,
            TargetVersion: moved.CurrentVersion,
          },
        }
      : { appSpec: revision ? parseAppSpec(revisionContent(revision)) : undefined }),
    creator: 'codeDeployRollback',
    now: serviceContext.clock.now(),
    info: {
      deploymentConfigName: defaultConfig(platformOf(group)),
      description: `Rollback of deployment ${info.deploymentId}`,
      revision,
      previousRevision: revision,
    },
  });
  const { deploymentId, createTime } = rollback.info;
  rollback.shift = failed.shift && { ...failed.shift };
  rollback.info.rollbackInfo = {
    rollbackTriggeringDeploymentId: info.deploymentId,
    rollbackMessage: `Deployment ${deploymentId} is triggered to roll back deployment ${info.deploymentId}.`,
  };
  info.rollbackInfo = {
    rollbackDeploymentId: deploymentId,
    rollbackMessage: `Deployment ${info.deploymentId} terminated. Automatic rollback is triggered with a DeploymentId ${deploymentId}.`,
  };
  state.deployments.set(deploymentId, rollback);
  const current = application.groups.get(group.deploymentGroupName ?? '');
  if (current) current.lastAttemptedDeployment = { deploymentId, status: 'Created', createTime };
  return rollback;
}

function isWanted({ info }: DeploymentRecord, reason: DeploymentInterruption): boolean {
  if (reason.rollBack !== undefined) return reason.rollBack;
  const { enabled, events } = info.autoRollbackConfiguration ?? {};
  return Boolean(enabled && events?.includes(reason.event));
}

/** Brings blue back: at once where it still runs, otherwise as a release of the last revision that succeeded. */
export async function rollBackDeployment(run: DeploymentRun): Promise<void> {
  if (run.deployment.functionSpec) return rollBackFunction(run);
  const service = await describeService(run);
  const { shift } = run.deployment;
  if (!shift) return finishWithoutWork(run);
  if (!hasTaskSet(service, shift.blue)) {
    delete run.deployment.shift;
    return release(run);
  }
  await lifecycleEvent(run, 'BeforeInstall', nothing);
  await lifecycleEvent(run, 'Install', nothing);
  await lifecycleEvent(run, 'AfterInstall', nothing);
  await lifecycleEvent(run, 'AllowTestTraffic', () => returnTestTraffic(run, shift));
  await lifecycleEvent(run, 'AfterAllowTestTraffic', nothing);
  await lifecycleEvent(run, 'BeforeAllowTraffic', nothing);
  await lifecycleEvent(run, 'AllowTraffic', () => returnTraffic(run, shift));
  await lifecycleEvent(run, 'AfterAllowTraffic', () => endGreen(run, shift));
}

async function finishWithoutWork(run: DeploymentRun): Promise<void> {
  for (const event of run.deployment.target.lifecycleEvents ?? [])
    await lifecycleEvent(run, event.lifecycleEventName as 'Install', nothing);
}

const nothing = async (): Promise<void> => undefined;

async function returnTestTraffic(run: DeploymentRun, shift: TrafficShift): Promise<void> {
  if (shift.testListener) await forwardTraffic(run, shift, shift.testListener, 0);
}

async function returnTraffic(run: DeploymentRun, shift: TrafficShift): Promise<void> {
  await forwardTraffic(run, shift, shift.productionListener, 0);
  recordTraffic(run, 0);
  const service = await describeService(run);
  const blue = shift.blue.taskSetArn ?? '';
  if (primaryTaskSet(service).taskSetArn !== blue) await makePrimary(run, blue);
}

async function endGreen(run: DeploymentRun, shift: TrafficShift): Promise<void> {
  const service = await describeService(run);
  run.deployment.ending = true;
  if (hasTaskSet(service, shift.green)) await removeTaskSet(run, shift.green.taskSetArn ?? '');
  await describeService(run);
}

import type { ServiceContext } from '../../../kit/context';
import { findConfig } from '../find';
import { registerRevision } from '../revisions';
import { watchGroupAlarms } from './alarms';
import { overview } from './deployment';
import { emitStateChange } from './events';
import { DeploymentInterruption } from './interruption';
import { closeLifecycle } from './lifecycle';
import { release } from './release';
import { beginRollback, rollBackDeployment } from './rollback';
import { assumeServiceRole, type DeploymentContext, type DeploymentRun } from './run';

/** Runs a deployment, and its rollback where it fails. @returns a promise that resolves when both have ended, and never rejects */
export async function executeDeployment(context: DeploymentContext): Promise<void> {
  const { serviceContext, deployment } = context;
  const { info, target } = deployment;
  Object.assign(info, {
    status: 'InProgress',
    startTime: serviceContext.clock.now(),
    deploymentOverview: overview('InProgress'),
  });
  target.status = 'InProgress';
  emitStateChange(context, 'START');
  try {
    const run = await prepare(context);
    const watching = info.creator === 'codeDeployRollback' ? undefined : watchGroupAlarms(run);
    await (info.rollbackInfo?.rollbackTriggeringDeploymentId ? rollBackDeployment(run) : release(run));
    succeed(context);
    deployment.interrupted.abort();
    await watching;
  } catch (error) {
    if (serviceContext.closing.aborted) return;
    deployment.interrupted.abort();
    await fail(context, asInterruption(serviceContext, error));
  }
}

async function prepare(context: DeploymentContext): Promise<DeploymentRun> {
  const { serviceContext, state, deployment } = context;
  return {
    ...context,
    config: findConfig(state, deployment.info.deploymentConfigName),
    identity: await assumeServiceRole(context),
    signal: AbortSignal.any([deployment.interrupted.signal, serviceContext.closing]),
  };
}

function succeed(context: DeploymentContext): void {
  const { serviceContext, application, deployment } = context;
  const { info, target, group } = deployment;
  const now = serviceContext.clock.now();
  Object.assign(info, { status: 'Succeeded', completeTime: now, deploymentOverview: overview('Succeeded') });
  Object.assign(target, { status: 'Succeeded', lastUpdatedAt: now });
  const current = application.groups.get(group.deploymentGroupName ?? '');
  recordAttempt(context);
  if (current && info.revision) {
    current.targetRevision = info.revision;
    current.lastSuccessfulDeployment = current.lastAttemptedDeployment;
    const known = registerRevision(application, info.revision, now).info;
    Object.assign(known, { lastUsedTime: now, firstUsedTime: known.firstUsedTime ?? now });
    known.deploymentGroups = [
      ...new Set([...(known.deploymentGroups ?? []), group.deploymentGroupName ?? '']),
    ];
  }
  emitStateChange(context, 'SUCCESS');
}

async function fail(context: DeploymentContext, reason: DeploymentInterruption): Promise<void> {
  const { serviceContext, deployment } = context;
  const { info, target } = deployment;
  const now = serviceContext.clock.now();
  closeLifecycle(deployment, now, reason.message);
  const rollback = beginRollback(context, reason);
  Object.assign(info, {
    status: reason.status,
    completeTime: now,
    errorInformation: { code: reason.code, message: reason.message },
    deploymentOverview: overview('Failed'),
  });
  Object.assign(target, { status: 'Failed', lastUpdatedAt: now });
  if (!rollback) recordAttempt(context);
  emitStateChange(context, reason.status === 'Stopped' ? 'STOP' : 'FAILURE');
  serviceContext.log(`codedeploy: deployment ${info.deploymentId}: ${reason.message}`);
  if (rollback) await executeDeployment({ ...context, deployment: rollback });
}

/** Writes into the group which deployment was tried last, and how it ended. */
function recordAttempt({ application, deployment: { info, group } }: DeploymentContext): void {
  const current = application.groups.get(group.deploymentGroupName ?? '');
  const { deploymentId, status, createTime, completeTime: endTime } = info;
  if (current) current.lastAttemptedDeployment = { deploymentId, status, createTime, endTime };
}

/** An error that is not expected is logged with its stack, and fails the deployment as AWS's own internal errors do. */
function asInterruption(context: ServiceContext, error: unknown): DeploymentInterruption {
  if (error instanceof DeploymentInterruption) return error;
  context.log(`codedeploy: ${error instanceof Error ? error.stack : String(error)}`);
  return new DeploymentInterruption(
    'INTERNAL_ERROR',
    `There was an internal error: ${(error as Error).message}`,
  );
}

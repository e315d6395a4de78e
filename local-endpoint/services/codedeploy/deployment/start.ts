import type { ServiceContext } from '../../../kit/context';
import { findConfig } from '../find';
import { registerRevision } from '../revisions';
import type { Application, Region } from '../store';
import { watchAlarms } from './alarms';
import { type Deployment, overview } from './deployment';
import { raiseStateChange } from './events';
import { Interruption } from './interruption';
import { closeLifecycle } from './lifecycle';
import { release } from './release';
import { beginRollback, rollBack } from './rollback';
import { assumeServiceRole, type Run } from './run';

/** What a deployment is part of. */
export interface Place {
  readonly serviceContext: ServiceContext;
  readonly region: Region;
  readonly application: Application;
}

/** Carries a deployment out, and what follows when it fails; resolves when all of that is over, and never rejects. */
export async function carryOut(place: Place, deployment: Deployment): Promise<void> {
  const { info, target } = deployment;
  Object.assign(info, {
    status: 'InProgress',
    startTime: place.serviceContext.clock.now(),
    deploymentOverview: overview('InProgress'),
  });
  target.status = 'InProgress';
  raiseStateChange({ ...place, deployment }, 'START');
  try {
    const run = await prepare(place, deployment);
    const watching = info.creator === 'codeDeployRollback' ? undefined : watchAlarms(run);
    await (info.rollbackInfo?.rollbackTriggeringDeploymentId ? rollBack(run) : release(run));
    succeed(place, deployment);
    deployment.interrupted.abort();
    await watching;
  } catch (error) {
    if (place.serviceContext.closing.aborted) return;
    deployment.interrupted.abort();
    await fail(place, deployment, asInterruption(place.serviceContext, error));
  }
}

async function prepare(place: Place, deployment: Deployment): Promise<Run> {
  return {
    ...place,
    deployment,
    config: findConfig(place.region, deployment.info.deploymentConfigName),
    identity: await assumeServiceRole(place.serviceContext, place.region, deployment),
    signal: AbortSignal.any([deployment.interrupted.signal, place.serviceContext.closing]),
  };
}

function succeed(place: Place, deployment: Deployment): void {
  const { info, target, group } = deployment;
  const now = place.serviceContext.clock.now();
  Object.assign(info, { status: 'Succeeded', completeTime: now, deploymentOverview: overview('Succeeded') });
  Object.assign(target, { status: 'Succeeded', lastUpdatedAt: now });
  const current = place.application.groups.get(group.deploymentGroupName ?? '');
  noteAttempt(place, deployment);
  if (current && info.revision) {
    current.targetRevision = info.revision;
    current.lastSuccessfulDeployment = current.lastAttemptedDeployment;
    const known = registerRevision(place.application, info.revision, now).info;
    Object.assign(known, { lastUsedTime: now, firstUsedTime: known.firstUsedTime ?? now });
    known.deploymentGroups = [
      ...new Set([...(known.deploymentGroups ?? []), group.deploymentGroupName ?? '']),
    ];
  }
  raiseStateChange({ ...place, deployment }, 'SUCCESS');
}

async function fail(place: Place, deployment: Deployment, why: Interruption): Promise<void> {
  const { info, target } = deployment;
  const now = place.serviceContext.clock.now();
  closeLifecycle(deployment, now, why.message);
  const following = beginRollback(place, deployment, why);
  Object.assign(info, {
    status: why.status,
    completeTime: now,
    errorInformation: { code: why.code, message: why.message },
    deploymentOverview: overview('Failed'),
  });
  Object.assign(target, { status: 'Failed', lastUpdatedAt: now });
  if (!following) noteAttempt(place, deployment);
  raiseStateChange({ ...place, deployment }, why.status === 'Stopped' ? 'STOP' : 'FAILURE');
  place.serviceContext.log(`codedeploy: deployment ${info.deploymentId}: ${why.message}`);
  if (following) await carryOut(place, following);
}

/** The group tells which deployment was tried last, and how it ended. */
function noteAttempt({ application }: Place, { info, group }: Deployment): void {
  const current = application.groups.get(group.deploymentGroupName ?? '');
  const { deploymentId, status, createTime, completeTime: endTime } = info;
  if (current) current.lastAttemptedDeployment = { deploymentId, status, createTime, endTime };
}

/** What nobody foresaw is CodeDeploy's own mistake, and is shown as one. */
function asInterruption(context: ServiceContext, error: unknown): Interruption {
  if (error instanceof Interruption) return error;
  context.log(`codedeploy: ${error instanceof Error ? error.stack : String(error)}`);
  return new Interruption('INTERNAL_ERROR', `There was an internal error: ${(error as Error).message}`);
}

import type { LifecycleEvent } from '@aws-sdk/client-codedeploy';
import type { DeploymentRecord, LifecycleEventName } from './deployment';
import type { DeploymentContext, DeploymentRun } from './run';

/** Does the work of one lifecycle event, and records its status and times. */
export async function lifecycleEvent(
  run: DeploymentRun,
  name: LifecycleEventName,
  work: () => Promise<void>,
): Promise<void> {
  run.signal.throwIfAborted();
  const event = findEvent(run.deployment, name);
  event.status = 'InProgress';
  event.startTime = run.serviceContext.clock.now();
  markUpdated(run);
  await work();
  run.signal.throwIfAborted();
  event.status = 'Succeeded';
  event.endTime = run.serviceContext.clock.now();
  markUpdated(run);
}

/** Records that a deployment failed: the event that was in progress has failed, those after it are skipped. */
export function closeLifecycle(deployment: DeploymentRecord, now: Date, message: string): void {
  for (const event of deployment.target.lifecycleEvents ?? []) {
    if (event.status === 'InProgress') {
      event.status = 'Failed';
      event.endTime = now;
      event.diagnostics = { errorCode: 'UnknownError', message, scriptName: '', logTail: '' };
    }
    if (event.status === 'Pending') event.status = 'Skipped';
  }
}

/**
 * Whether there is something that a rollback has to undo: of a service since Install, of a function since AllowTraffic, because
 * its version is there already.
 */
export function hasChanged(deployment: DeploymentRecord): boolean {
  const { status } = findEvent(deployment, deployment.functionSpec ? 'AllowTraffic' : 'Install');
  return status !== 'Pending' && status !== 'Skipped';
}

export function markUpdated({ deployment, serviceContext }: DeploymentContext): void {
  deployment.target.lastUpdatedAt = serviceContext.clock.now();
}

function findEvent(deployment: DeploymentRecord, name: LifecycleEventName): LifecycleEvent {
  const event = deployment.target.lifecycleEvents?.find(
    ({ lifecycleEventName }) => lifecycleEventName === name,
  );
  if (!event) throw new Error(`the deployment has no lifecycle event ${name}`);
  return event;
}

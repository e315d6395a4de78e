import type { LifecycleEvent } from '@aws-sdk/client-codedeploy';
import type { Deployment, LifecycleEventName } from './deployment';
import type { Run } from './run';

/** Does the work of one lifecycle event and keeps book of it. */
export async function lifecycleEvent(
  run: Run,
  name: LifecycleEventName,
  work: () => Promise<void>,
): Promise<void> {
  run.signal.throwIfAborted();
  const event = find(run.deployment, name);
  event.status = 'InProgress';
  event.startTime = run.serviceContext.clock.now();
  touch(run);
  await work();
  run.signal.throwIfAborted();
  event.status = 'Succeeded';
  event.endTime = run.serviceContext.clock.now();
  touch(run);
}

/** Closes the book of a deployment that failed: what was going on has failed, what was to come is skipped. */
export function closeLifecycle(deployment: Deployment, now: Date, message: string): void {
  for (const event of deployment.target.lifecycleEvents ?? []) {
    if (event.status === 'InProgress') {
      event.status = 'Failed';
      event.endTime = now;
      event.diagnostics = { errorCode: 'UnknownError', message, scriptName: '', logTail: '' };
    }
    if (event.status === 'Pending') event.status = 'Skipped';
  }
}

/** Whether the deployment came so far that there is something to take back. */
export function hasInstalled(deployment: Deployment): boolean {
  const { status } = find(deployment, 'Install');
  return status !== 'Pending' && status !== 'Skipped';
}

/** Marks the target as changed now. */
export function touch({
  deployment,
  serviceContext: context,
}: Pick<Run, 'deployment' | 'serviceContext'>): void {
  deployment.target.lastUpdatedAt = context.clock.now();
}

function find(deployment: Deployment, name: LifecycleEventName): LifecycleEvent {
  const event = deployment.target.lifecycleEvents?.find(
    ({ lifecycleEventName }) => lifecycleEventName === name,
  );
  if (!event) throw new Error(`the deployment has no lifecycle event ${name}`);
  return event;
}

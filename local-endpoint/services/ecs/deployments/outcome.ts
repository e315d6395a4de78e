import { addEvent } from '../events';
import type { RollingService, Room } from '../room';
import type { Stop } from '../tasks/task';
import { failureThreshold } from './circuit-breaker';
import { liveTasks, primaryOf } from './deployment';
import type { LocalDeployment } from './model';
import { emitDeployment } from './bus';
import { fail } from './fail';

/** Counts a task that failed, and ends the deployment where the circuit breaker says so. */
export function countFailure(
  room: Room,
  service: RollingService,
  deployment: LocalDeployment,
  { reason }: Stop,
): void {
  if (reason.startsWith('CannotPull'))
    addEvent(room, service, `(service ${service.name}) was unable to place a task. Reason: ${reason}.`);
  if (deployment !== primaryOf(service) || deployment.rolloutState !== 'IN_PROGRESS') return;
  deployment.failedTasks += 1;
  deployment.updatedAt = room.world.clock.now();
  const threshold = failureThreshold(service);
  if (threshold !== undefined && deployment.failedTasks >= threshold)
    fail(room, service, deployment, 'circuit breaker');
}

/** A task that serves breaks the row of failures, unless the service says otherwise. */
export function countSuccess({ settings }: RollingService, deployment: LocalDeployment): void {
  delete deployment.retryAt;
  if (settings.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask !== false)
    deployment.failedTasks = 0;
}

/** Whether a deployment is under way all of whose tasks serve, and all of those it replaces have stopped. */
export function isSettled(service: RollingService): boolean {
  const primary = primaryOf(service);
  const serving = liveTasks(service, primary).filter(({ healthy }) => healthy).length;
  const others = service.tasks.some(
    ({ startedBy, lastStatus }) => startedBy !== primary.id && lastStatus !== 'STOPPED',
  );
  return primary.rolloutState === 'IN_PROGRESS' && serving === service.desiredCount && !others;
}

/** Completes the primary deployment. */
export function complete(room: Room, service: RollingService): void {
  const primary = primaryOf(service);
  primary.rolloutState = 'COMPLETED';
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
  primary.updatedAt = room.world.clock.now();
  service.deployments = [primary];
  service.completed = primary;
  const where = `(service ${service.name})`;
  addEvent(room, service, `${where} (deployment ${primary.id}) deployment completed.`);
  addEvent(room, service, `${where} has reached a steady state.`);
  emitDeployment(room, service, primary, 'SERVICE_DEPLOYMENT_COMPLETED');
}

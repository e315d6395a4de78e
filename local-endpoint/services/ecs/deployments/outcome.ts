import { addEvent } from '../events';
import type { RollingService, EcsStore } from '../store';
import type { Stop } from '../tasks/task';
import { failureThreshold } from './circuit-breaker';
import { liveTasks, primaryOf } from './deployment';
import type { LocalDeployment } from './model';
import { emitDeployment } from './bus';
import { fail } from './fail';

/** Counts a task that failed, and ends the deployment where the circuit breaker says so. */
export function countFailure(
  store: EcsStore,
  service: RollingService,
  deployment: LocalDeployment,
  { reason }: Stop,
): void {
  if (reason.startsWith('CannotPull'))
    addEvent(store, service, `(service ${service.name}) was unable to place a task. Reason: ${reason}.`);
  if (deployment !== primaryOf(service) || deployment.rolloutState !== 'IN_PROGRESS') return;
  deployment.failedTasks += 1;
  deployment.updatedAt = store.context.clock.now();
  const threshold = failureThreshold(service);
  if (threshold !== undefined && deployment.failedTasks >= threshold)
    fail(store, service, deployment, 'circuit breaker');
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
export function complete(store: EcsStore, service: RollingService): void {
  const primary = primaryOf(service);
  primary.rolloutState = 'COMPLETED';
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
  primary.updatedAt = store.context.clock.now();
  service.deployments = [primary];
  service.completed = primary;
  const where = `(service ${service.name})`;
  addEvent(store, service, `${where} (deployment ${primary.id}) deployment completed.`);
  addEvent(store, service, `${where} has reached a steady state.`);
  emitDeployment(store, service, primary, 'SERVICE_DEPLOYMENT_COMPLETED');
}

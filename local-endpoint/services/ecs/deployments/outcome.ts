import { addEvent } from '../events';
import type { LocalRollingService, EcsStore } from '../store';
import type { Stop } from '../tasks/task';
import { failureThreshold } from './circuit-breaker';
import { liveTasks, primaryOf } from './deployment';
import type { LocalDeployment } from './model';
import { emitDeployment } from './bus';
import { failDeployment } from './fail';

/** Counts a task that failed, and fails the deployment where that reaches the circuit breaker's threshold. */
export function countFailure(
  store: EcsStore,
  service: LocalRollingService,
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
    failDeployment(store, service, deployment, 'circuit breaker');
}

/** A task that serves resets the count of failures, unless the service has turned that off. */
export function countSuccess({ settings }: LocalRollingService, deployment: LocalDeployment): void {
  delete deployment.retryAt;
  if (settings.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask !== false)
    deployment.failedTasks = 0;
}

/** Whether a deployment is in progress, all its tasks serve, and all those that it replaces have stopped. */
export function isSettled(service: LocalRollingService): boolean {
  const primary = primaryOf(service);
  const serving = liveTasks(service, primary).filter(({ healthy }) => healthy).length;
  const others = service.tasks.some(
    ({ startedBy, lastStatus }) => startedBy !== primary.id && lastStatus !== 'STOPPED',
  );
  return primary.rolloutState === 'IN_PROGRESS' && serving === service.desiredCount && !others;
}

/** Completes the primary deployment. */
export function completeDeployment(store: EcsStore, service: LocalRollingService): void {
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

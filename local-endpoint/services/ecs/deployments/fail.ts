import { addEvent } from '../events';
import type { LocalRollingService, EcsStore } from '../store';
import { emitDeployment } from './bus';
import { newLocalDeployment } from './deployment';
import type { LocalDeployment } from './model';

/** What ends a deployment. */
export type FailureCause = 'circuit breaker' | 'alarm';

/** ECS's own texts, for the service's event and for `rolloutStateReason`. */
const MESSAGES = {
  'circuit breaker': { event: 'tasks failed to start', reason: 'ECS deployment circuit breaker' },
  alarm: { event: 'alarm detected', reason: 'ECS deployment alarms' },
} as const;

/**
 * Fails the primary deployment; no more tasks are started for it. Where the service asks for rollback and an earlier
 * deployment was completed, that one becomes primary again and keeps those of its tasks that still run.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function failDeployment(
  store: EcsStore,
  service: LocalRollingService,
  deployment: LocalDeployment,
  cause: FailureCause,
): void {
  const { event, reason } = MESSAGES[cause];
  deployment.rolloutState = 'FAILED';
  deployment.rolloutStateReason = `${reason}: ${event}.`;
  deployment.updatedAt = store.context.clock.now();
  const where = `(service ${service.name})`;
  addEvent(store, service, `${where} (deployment ${deployment.id}) deployment failed: ${event}.`);
  emitDeployment(store, service, deployment, 'SERVICE_DEPLOYMENT_FAILED');
  const { deploymentCircuitBreaker, alarms } = service.settings.deploymentConfiguration;
  const rollback = cause === 'alarm' ? alarms?.rollback : deploymentCircuitBreaker?.rollback;
  if (rollback && service.completed && service.completed !== deployment)
    rollBack(store, service, service.completed, reason);
}

function rollBack(
  store: EcsStore,
  service: LocalRollingService,
  completed: LocalDeployment,
  reason: string,
): void {
  const now = store.context.clock.now();
  const target = service.deployments.includes(completed)
    ? completed
    : newLocalDeployment(completed.revision, now);
  target.rolloutState = 'IN_PROGRESS';
  target.rolloutStateReason = `${reason}: rolling back to deploymentId ${target.id}.`;
  target.updatedAt = now;
  target.failedTasks = 0;
  target.isRollback = true;
  delete target.bakedAt;
  service.deployments = [target, ...service.deployments.filter((one) => one !== target)];
  addEvent(store, service, `(service ${service.name}) rolling back to deployment ${target.id}.`);
  emitDeployment(store, service, target, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
}

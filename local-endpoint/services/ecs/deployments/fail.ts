import { addEvent } from '../events';
import type { RollingService, EcsStore } from '../store';
import { emitDeployment } from './bus';
import { newDeployment } from './deployment';
import type { LocalDeployment } from './model';

/** What ends a deployment. */
export type FailureCause = 'circuit breaker' | 'alarm';

/** In ECS's words: of the event, and of `rolloutStateReason`. */
const WORDS = {
  'circuit breaker': { event: 'tasks failed to start', reason: 'ECS deployment circuit breaker' },
  alarm: { event: 'alarm detected', reason: 'ECS deployment alarms' },
} as const;

/**
 * Ends the primary deployment; nothing more is started for it. Where the service says so and a deployment has been
 * completed before, the service goes back to that one: its own tasks that still run are kept.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function fail(
  store: EcsStore,
  service: RollingService,
  deployment: LocalDeployment,
  cause: FailureCause,
): void {
  const { event, reason } = WORDS[cause];
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
  service: RollingService,
  completed: LocalDeployment,
  reason: string,
): void {
  const now = store.context.clock.now();
  const target = service.deployments.includes(completed) ? completed : newDeployment(completed.revision, now);
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

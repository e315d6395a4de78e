import { emit } from '../../simulated-account/events';
import { nextNumber, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { serviceArn } from './find';
import type { DeploymentRecord, ServiceRecord, TaskRecord } from './model';
import { isHealthy, liveTasks, ownersOf, startTask, stopTask } from './tasks';

/** Seconds before another task starts after one that failed; ECS makes them more, AWS documents none. */
const RETRY_SECONDS = 60;

/** Seconds for which alarms, or a rollback, are watched once all tasks serve; AWS computes them from the alarms. */
const BAKE_SECONDS = 60;

/** Tasks that fail one after the other before the circuit breaker ends a deployment of few tasks. */
const MAX_FAILED = 3;

/** Starts a deployment, which replaces the one that is in progress. @returns it */
export function beginDeployment(
  simulated: SimulatedAccount,
  service: ServiceRecord,
  definition: string,
): DeploymentRecord {
  const id = `ecs-svc/${nextNumber(simulated)}`;
  const deployment: DeploymentRecord = {
    ...{ id, definition, createdAt: simulated.now, state: 'IN_PROGRESS', failed: 0 },
    reason: `ECS deployment ${id} in progress.`,
    ...(isAlarmed(simulated, service) && { ignoresAlarms: true }),
  };
  service.deployments.unshift(deployment);
  emitDeployment(simulated, service, deployment, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
  return deployment;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html */
const emitDeployment = (
  simulated: SimulatedAccount,
  service: ServiceRecord,
  { id, reason }: DeploymentRecord,
  eventName: string,
): void =>
  emit(
    ...([simulated, 'aws.ecs', 'ECS Deployment State Change'] as const),
    { eventName, deploymentId: id, reason },
    [serviceArn(service)],
  );

/** Counts a task that failed, and ends the deployment where the circuit breaker does. */
export function countFailure(simulated: SimulatedAccount, service: ServiceRecord, owner: string): void {
  const deployment = service.deployments.find(({ id }) => id === owner);
  if (!deployment) return;
  deployment.retryAt = simulated.now + RETRY_SECONDS * 1000;
  if (deployment !== service.deployments[0] || deployment.state !== 'IN_PROGRESS') return;
  deployment.failed += 1;
  const { deploymentCircuitBreaker: breaker } = service.configuration;
  if (breaker?.enable && deployment.failed >= Math.max(MAX_FAILED, Math.ceil(service.desired / 2)))
    failDeployment(simulated, service, deployment, {
      reason: 'ECS deployment circuit breaker: tasks failed to start.',
      rollsBack: breaker.rollback ?? false,
    });
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html */
function failDeployment(
  simulated: SimulatedAccount,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  { reason, rollsBack }: { readonly reason: string; readonly rollsBack: boolean },
): void {
  Object.assign(deployment, { state: 'FAILED', reason });
  emitDeployment(simulated, service, deployment, 'SERVICE_DEPLOYMENT_FAILED');
  const { completed } = service;
  if (!rollsBack || !completed || completed.id === deployment.id) return;
  const kept = service.deployments.find(({ id }) => id === completed.id);
  const target: DeploymentRecord = {
    ...{ id: completed.id, definition: completed.definition, createdAt: kept?.createdAt ?? simulated.now },
    ...{ state: 'IN_PROGRESS', failed: 0, isRollback: true },
    reason: `${reason.replace(/:.*/, '')}: rolling back to deploymentId ${completed.id}.`,
  };
  service.deployments = [target, ...service.deployments.filter((one) => one !== kept)];
  emitDeployment(simulated, service, target, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
}

/** The next step of a rolling update. @returns whether there was one */
export function settleRolling(simulated: SimulatedAccount, service: ServiceRecord): boolean {
  const [primary] = service.deployments;
  if (!primary || primary.state === 'FAILED') return false;
  if (watchAlarms(simulated, service, primary)) return true;
  const { start, stop } = nextStep(simulated, service, primary);
  for (const task of stop) stopTask(simulated, service, task);
  const [owner] = ownersOf(service);
  if (owner) for (let count = 0; count < start; count++) startTask(simulated, service, owner);
  return start > 0 || stop.length > 0 || complete(simulated, service, primary);
}

const isAlarmed = ({ cloudWatch }: SimulatedAccount, { configuration: { alarms } }: ServiceRecord): boolean =>
  Boolean(alarms?.enable && alarms.alarmNames?.some((name) => cloudWatch[name] === 'ALARM'));

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html */
function watchAlarms(
  simulated: SimulatedAccount,
  service: ServiceRecord,
  primary: DeploymentRecord,
): boolean {
  const { state, ignoresAlarms = false, isRollback = false } = primary;
  if (state !== 'IN_PROGRESS' || ignoresAlarms || isRollback || !isAlarmed(simulated, service)) return false;
  failDeployment(simulated, service, primary, {
    reason: 'ECS deployment alarms: alarm detected.',
    rollsBack: service.configuration.alarms?.rollback ?? false,
  });
  return true;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
function nextStep(
  simulated: SimulatedAccount,
  service: ServiceRecord,
  primary: DeploymentRecord,
): { readonly start: number; readonly stop: readonly TaskRecord[] } {
  const { desired, configuration, tasks } = service;
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = configuration;
  const min = Math.ceil((desired * minimumHealthyPercent) / 100);
  const max = Math.floor((desired * maximumPercent) / 100);
  const healthy = healthyTasks(simulated, service);
  const current = liveTasks(service, primary);
  const old = tasks.filter(({ startedBy, state }) => startedBy !== primary.id && state !== 'STOPPING');
  const serving = old.filter((task) => healthy.includes(task));
  const idle = old.filter((task) => !healthy.includes(task));
  const own = current.filter((task) => healthy.includes(task));
  const waits = (primary.retryAt ?? 0) > simulated.now;
  const missing = Math.max(desired - current.length, 0);
  const start = waits ? 0 : Math.min(missing, Math.max(max - current.length - serving.length, 0));
  const replaced = serving.length - (desired - own.length);
  const blocking = waits ? 0 : missing - start;
  const spare = healthy.length - min;
  return {
    start,
    stop: [...idle, ...serving.slice(0, Math.max(Math.min(Math.max(replaced, blocking), spare), 0))],
  };
}

/** Tasks of all deployments that serve. */
const healthyTasks = (simulated: SimulatedAccount, service: ServiceRecord): TaskRecord[] =>
  ownersOf(service).flatMap((owner) =>
    liveTasks(service, owner).filter((task) => isHealthy(simulated, owner, task)),
  );

/** Completes the deployment when its tasks alone serve, and have been watched. */
function complete(simulated: SimulatedAccount, service: ServiceRecord, primary: DeploymentRecord): boolean {
  const others = service.tasks.some(({ startedBy }) => startedBy !== primary.id);
  if (primary.state !== 'IN_PROGRESS' || others) return false;
  if (healthyTasks(simulated, service).length !== service.desired) return false;
  if (primary.bakedAt === undefined) {
    const isWatched = service.configuration.alarms?.enable || primary.isRollback;
    primary.bakedAt = simulated.now + (isWatched ? BAKE_SECONDS * 1000 : 0);
    return true;
  }
  if (primary.bakedAt > simulated.now) return false;
  Object.assign(primary, {
    state: 'COMPLETED',
    reason: `ECS deployment ${primary.id} completed.`,
    failed: 0,
  });
  service.deployments = [primary];
  service.completed = { id: primary.id, definition: primary.definition };
  service.served.push(primary.definition);
  emitDeployment(simulated, service, primary, 'SERVICE_DEPLOYMENT_COMPLETED');
  return true;
}

import type { LocalRollingService, EcsStore } from '../store';
import { watchServiceAlarms } from './alarms';
import { emitDeployment } from './bus';
import { newLocalDeployment } from './deployment';
import type { ServiceRevision } from './model';
import { schedule } from './scheduler';

/** Starts a deployment; it replaces the one that is in progress, if any. */
export async function beginDeployment(
  store: EcsStore,
  service: LocalRollingService,
  revision: ServiceRevision,
): Promise<void> {
  const deployment = newLocalDeployment(revision, store.context.clock.now());
  service.deployments = [deployment, ...service.deployments];
  emitDeployment(store, service, deployment, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
  watchServiceAlarms(store, service, deployment).catch((error: Error) => {
    if (!store.context.closing.aborted) store.context.log(`ecs: alarms of ${service.name}: ${error.message}`);
  });
  await schedule(store, service);
}

import type { RollingService, EcsStore } from '../store';
import { watchAlarms } from './alarms';
import { emitDeployment } from './bus';
import { newDeployment } from './deployment';
import type { Revision } from './model';
import { schedule } from './scheduler';

/** Starts a deployment, in place of one that is under way if there is one. */
export async function beginDeployment(
  store: EcsStore,
  service: RollingService,
  revision: Revision,
): Promise<void> {
  const deployment = newDeployment(revision, store.context.clock.now());
  service.deployments = [deployment, ...service.deployments];
  emitDeployment(store, service, deployment, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
  watchAlarms(store, service, deployment).catch((error: Error) => {
    if (!store.context.closing.aborted) store.context.log(`ecs: alarms of ${service.name}: ${error.message}`);
  });
  await schedule(store, service);
}

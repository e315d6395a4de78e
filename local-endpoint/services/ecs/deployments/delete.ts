import type { DeleteServiceRequest } from '@aws-sdk/client-ecs';
import type { CallContext } from '../../../kit/operation';
import { forward, type MotoService } from '../moto';
import type { RollingService, EcsStore } from '../store';
import { isLive } from '../tasks/task';
import { invalidParameter } from '../validate';
import { stopAndLook } from './scheduler';

/** Ends a rolling service; its tasks are drained behind its back, and then it is gone. */
export async function deleteRolling(
  store: EcsStore,
  service: RollingService,
  input: DeleteServiceRequest,
  context: CallContext,
): Promise<{ service: MotoService }> {
  if (service.desiredCount > 0 && !input.force)
    throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
  const { cluster, name } = service;
  const output = await forward<{ service: MotoService }>(context, { cluster, service: name, force: true });
  service.gone.abort();
  const live = service.tasks.filter(isLive);
  const stop = { code: 'ServiceSchedulerInitiated', reason: 'Service was deleted.' } as const;
  const stopping = stopAndLook(store, service, live, stop);
  stopping.catch((error: Error) => store.context.log(`ecs: service ${name}: ${error.message}`));
  return { service: { ...output.service, status: 'DRAINING', runningCount: 0, pendingCount: 0 } };
}

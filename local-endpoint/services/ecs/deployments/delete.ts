import type { DeleteServiceRequest } from '@aws-sdk/client-ecs';
import type { CallContext } from '../../../kit/operation';
import { forward } from '../../../kit/forward';
import type { MotoService } from '../moto';
import type { LocalRollingService, EcsStore } from '../store';
import { isLive } from '../tasks/task';
import { invalidParameter } from '../validate';
import { stopAndSchedule } from './scheduler';

/** Deletes a rolling service. Returns before its tasks are drained and stopped. */
export async function deleteRolling(
  store: EcsStore,
  service: LocalRollingService,
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
  const stopping = stopAndSchedule(store, service, live, stop);
  stopping.catch((error: Error) => store.context.log(`ecs: service ${name}: ${error.message}`));
  return { service: { ...output.service, status: 'DRAINING', runningCount: 0, pendingCount: 0 } };
}

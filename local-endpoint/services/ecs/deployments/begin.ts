import type { RollingService, Room } from '../room';
import { watchAlarms } from './alarms';
import { emitDeployment } from './bus';
import { newDeployment } from './deployment';
import type { Revision } from './model';
import { schedule } from './scheduler';

/** Starts a deployment, in place of one that is under way if there is one. */
export async function beginDeployment(
  room: Room,
  service: RollingService,
  revision: Revision,
): Promise<void> {
  const deployment = newDeployment(revision, room.world.clock.now());
  service.deployments = [deployment, ...service.deployments];
  emitDeployment(room, service, deployment, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
  watchAlarms(room, service, deployment).catch((error: Error) => {
    if (!room.world.closing.aborted) room.world.log(`ecs: alarms of ${service.name}: ${error.message}`);
  });
  await schedule(room, service);
}

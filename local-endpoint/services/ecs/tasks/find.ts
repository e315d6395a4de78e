import type { CallContext } from '../../../kit/operation';
import { type LocalService, lastPart, type Room } from '../room';
import type { LocalTask } from './task';

/** The tasks of all services in a cluster of the caller, whatever replaces them. */
export function tasksOf(
  room: Room,
  { caller, region }: CallContext,
  cluster = 'default',
): { service: LocalService; task: LocalTask }[] {
  const here = (service: LocalService) =>
    service.account === caller.accountId &&
    service.region === region &&
    service.cluster === lastPart(cluster);
  const rolling = [...room.rolling.values()]
    .filter(here)
    .flatMap((service) => service.tasks.map((task) => ({ service, task })));
  const inTaskSets = [...room.services.values()]
    .filter(here)
    .flatMap((service) =>
      [...service.taskSets.values()].flatMap(({ tasks }) => tasks.map((task) => ({ service, task }))),
    );
  return [...rolling, ...inTaskSets];
}

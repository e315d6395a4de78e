import type { CallContext } from '../../../kit/operation';
import { type LocalService, lastPart, type EcsStore } from '../store';
import type { LocalTask } from './task';

/** The tasks of all services in a cluster of the caller, whatever replaces them. */
export function tasksOf(
  store: EcsStore,
  { caller, region }: CallContext,
  cluster = 'default',
): { service: LocalService; task: LocalTask }[] {
  const here = (service: LocalService) =>
    service.account === caller.accountId &&
    service.region === region &&
    service.cluster === lastPart(cluster);
  const rolling = [...store.rolling.values()]
    .filter(here)
    .flatMap((service) => service.tasks.map((task) => ({ service, task })));
  const inTaskSets = [...store.services.values()]
    .filter(here)
    .flatMap((service) =>
      [...service.taskSets.values()].flatMap(({ tasks }) => tasks.map((task) => ({ service, task }))),
    );
  return [...rolling, ...inTaskSets];
}

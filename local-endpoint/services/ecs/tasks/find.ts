import { nameOfArn } from '../../../kit/arn';
import type { Scope } from '../../../kit/scope';
import type { EcsStore, LocalEcsService } from '../store';
import type { LocalTask } from './task';

/** The tasks of all services in a cluster, with either controller. @param cluster name or ARN */
export function tasksOf(
  store: EcsStore,
  scope: Scope,
  cluster = 'default',
): { service: LocalEcsService; task: LocalTask }[] {
  const { rollingServices, codeDeployServices } = store.in(scope);
  const isInCluster = (service: LocalEcsService) => service.cluster === nameOfArn(cluster);
  const rolling = [...rollingServices.values()]
    .filter(isInCluster)
    .flatMap((service) => service.tasks.map((task) => ({ service, task })));
  const inTaskSets = [...codeDeployServices.values()]
    .filter(isInCluster)
    .flatMap((service) =>
      [...service.taskSets.values()].flatMap(({ tasks }) => tasks.map((task) => ({ service, task }))),
    );
  return [...rolling, ...inTaskSets];
}

import type { Service, TaskSet } from '@aws-sdk/client-ecs';

/** A service as moto returns it: times are seconds since 1970. */
export type MotoService = Omit<Service, 'events'> & { events?: unknown[] };

/** Whether CodeDeploy deploys to the service. */
export const isCodeDeploy = (service: Pick<Service, 'deploymentController'> | undefined): boolean =>
  service?.deploymentController?.type === 'CODE_DEPLOY';

/** Whether ECS itself replaces the service's tasks. */
export const isRolling = (service: Pick<Service, 'deploymentController'> | undefined): boolean =>
  (service?.deploymentController?.type ?? 'ECS') === 'ECS';

/** How many tasks a task set has to run: its percentage of the service's desired count, rounded up as ECS does. */
export function computedDesiredCount(
  service: Pick<Service, 'desiredCount'>,
  taskSet: Pick<TaskSet, 'scale'>,
): number {
  return Math.ceil(((service.desiredCount ?? 0) * (taskSet.scale?.value ?? 100)) / 100);
}

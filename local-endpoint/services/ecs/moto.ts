import type { Service, TaskSet } from '@aws-sdk/client-ecs';
import { AwsError } from '../../kit/aws-error';
import { type CallContext } from '../../kit/operation';

/** Hands the call to moto. The endpoint always allows that; a call that did not come through it cannot be answered. */
export async function forward<Output>(context: CallContext, input?: object): Promise<Output> {
  if (!context.forward)
    throw new AwsError('ServerException', 'The call did not come through the endpoint.', 500);
  return (await context.forward(input)) as Output;
}

/** A service as moto answers it: times are seconds since 1970. */
export type MotoService = Omit<Service, 'events'> & { events?: unknown[] };

/** Whether releases of the service are CodeDeploy's. */
export const isCodeDeploy = (service: Pick<Service, 'deploymentController'> | undefined): boolean =>
  service?.deploymentController?.type === 'CODE_DEPLOY';

/** Whether ECS itself replaces the service's tasks. */
export const isRolling = (service: Pick<Service, 'deploymentController'> | undefined): boolean =>
  (service?.deploymentController?.type ?? 'ECS') === 'ECS';

/** Tasks a task set is to run: its share of the service's desired count, rounded up as ECS does. */
export function computedDesiredCount(
  service: Pick<Service, 'desiredCount'>,
  taskSet: Pick<TaskSet, 'scale'>,
): number {
  return Math.ceil(((service.desiredCount ?? 0) * (taskSet.scale?.value ?? 100)) / 100);
}

import type { CreateServiceRequest, UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../kit/aws-error';
import type { LocalService, RollingService, EcsStore } from '../store';
import { beginDeployment } from './begin';
import { revisionAfter } from './revision';
import { settingsAfter } from './settings';

/** A service with ECS's own controller, whose first deployment is under way. */
export async function newRollingService(
  store: EcsStore,
  local: LocalService,
  input: CreateServiceRequest,
  arn: string,
): Promise<RollingService> {
  const service: RollingService = {
    ...local,
    arn,
    createdAt: store.context.clock.now(),
    gone: new AbortController(),
    settings: settingsAfter(input),
    desiredCount: input.desiredCount ?? 1,
    deployments: [],
    tasks: [],
    turn: Promise.resolve(),
  };
  await beginDeployment(store, service, await revisionAfter(store, service, input));
  return service;
}

/**
 * Refuses what this endpoint cannot do with a service's tasks.
 * @throws AwsError `UnsupportedFeatureException`
 */
export function refuseUnsupported(input: CreateServiceRequest | UpdateServiceRequest): void {
  const { strategy = 'ROLLING' } = input.deploymentConfiguration ?? {};
  const refused =
    'schedulingStrategy' in input && input.schedulingStrategy === 'DAEMON'
      ? 'schedulingStrategy DAEMON'
      : strategy !== 'ROLLING' && `deploymentConfiguration.strategy ${strategy}`;
  if (refused)
    throw new AwsError('UnsupportedFeatureException', `The local endpoint does not do ${refused}.`);
}

import type { CreateServiceRequest, UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../kit/aws-error';
import { notSupported } from '../../../kit/not-supported';
import type { LocalEcsService, LocalRollingService, EcsStore } from '../store';
import { beginDeployment } from './begin';
import { revisionAfter } from './revision';
import { settingsAfter } from './settings';

/** Creates a service with ECS's own controller, and starts its first deployment. */
export async function newRollingService(
  store: EcsStore,
  local: LocalEcsService,
  input: CreateServiceRequest,
  arn: string,
): Promise<LocalRollingService> {
  const service: LocalRollingService = {
    ...local,
    arn,
    createdAt: store.context.clock.now(),
    gone: new AbortController(),
    settings: settingsAfter(input),
    desiredCount: input.desiredCount ?? 1,
    deployments: [],
    tasks: [],
    lastStep: Promise.resolve(),
  };
  await beginDeployment(store, service, await revisionAfter(store, service, input));
  return service;
}

/**
 * Refuses what the endpoint cannot do with a service's tasks.
 * @throws AwsError `UnsupportedFeatureException`
 */
export function refuseUnsupported(input: CreateServiceRequest | UpdateServiceRequest): void {
  const { strategy = 'ROLLING' } = input.deploymentConfiguration ?? {};
  const refused =
    'schedulingStrategy' in input && input.schedulingStrategy === 'DAEMON'
      ? 'schedulingStrategy DAEMON'
      : strategy !== 'ROLLING' && `deploymentConfiguration.strategy ${strategy}`;
  if (refused)
    throw new AwsError('UnsupportedFeatureException', notSupported(`An ECS service with ${refused}`).message);
}

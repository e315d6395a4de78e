import type {
  CreateServiceRequest,
  DeploymentConfiguration,
  UpdateServiceRequest,
} from '@aws-sdk/client-ecs';

/** Settings of a rolling service that start no deployment when they change. */
export interface ServiceSettings {
  readonly deploymentConfiguration: DeploymentConfiguration;
  readonly healthCheckGracePeriodSeconds: number;
  readonly enableECSManagedTags: boolean;
  readonly enableExecuteCommand: boolean;
}

/** ECS's defaults. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
const DEFAULTS: ServiceSettings = {
  deploymentConfiguration: {
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    strategy: 'ROLLING',
    bakeTimeInMinutes: 0,
  },
  healthCheckGracePeriodSeconds: 0,
  enableECSManagedTags: false,
  enableExecuteCommand: false,
};

/** The settings after a request; what the request leaves out stays as it is. */
export function settingsAfter(
  input: Partial<CreateServiceRequest> | UpdateServiceRequest,
  before = DEFAULTS,
): ServiceSettings {
  return {
    deploymentConfiguration: { ...before.deploymentConfiguration, ...input.deploymentConfiguration },
    healthCheckGracePeriodSeconds:
      input.healthCheckGracePeriodSeconds ?? before.healthCheckGracePeriodSeconds,
    enableECSManagedTags: input.enableECSManagedTags ?? before.enableECSManagedTags,
    enableExecuteCommand: input.enableExecuteCommand ?? before.enableExecuteCommand,
  };
}

import type { DeploymentConfigInfo, TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';

const ECS_CONFIGS: Readonly<Record<string, TrafficRoutingConfig>> = {
  ECSAllAtOnce: { type: 'AllAtOnce' },
  ECSLinear10PercentEvery1Minutes: linear(10, 1),
  ECSLinear10PercentEvery3Minutes: linear(10, 3),
  ECSCanary10Percent5Minutes: canary(10, 5),
  ECSCanary10Percent15Minutes: canary(10, 15),
};

/** What the names of AWS's own configurations begin with. */
export const PREDEFINED_PREFIX = 'CodeDeployDefault.';

/** The configuration of a group that names none. */
export const DEFAULT_CONFIG = `${PREDEFINED_PREFIX}ECSAllAtOnce`;

/**
 * AWS's deployment configurations for ECS, by name.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configurations-predefined-ecs
 */
export function predefinedConfigs(now: Date): Map<string, DeploymentConfigInfo> {
  return new Map(
    Object.entries(ECS_CONFIGS).map(([name, trafficRoutingConfig], index) => {
      const deploymentConfigName = `${PREDEFINED_PREFIX}${name}`;
      const deploymentConfigId = `00000000-0000-0000-0000-00000000001${index}`;
      const info = {
        deploymentConfigId,
        deploymentConfigName,
        createTime: now,
        computePlatform: 'ECS' as const,
      };
      return [deploymentConfigName, { ...info, trafficRoutingConfig }];
    }),
  );
}

function linear(linearPercentage: number, linearInterval: number): TrafficRoutingConfig {
  return { type: 'TimeBasedLinear', timeBasedLinear: { linearPercentage, linearInterval } };
}

function canary(canaryPercentage: number, canaryInterval: number): TrafficRoutingConfig {
  return { type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage, canaryInterval } };
}

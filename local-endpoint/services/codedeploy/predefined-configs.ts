import type { ComputePlatform, DeploymentConfigInfo, TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';

const ECS_CONFIGS: Readonly<Record<string, TrafficRoutingConfig>> = {
  ECSAllAtOnce: { type: 'AllAtOnce' },
  ECSLinear10PercentEvery1Minutes: linear(10, 1),
  ECSLinear10PercentEvery3Minutes: linear(10, 3),
  ECSCanary10Percent5Minutes: canary(10, 5),
  ECSCanary10Percent15Minutes: canary(10, 15),
};

const LAMBDA_CONFIGS: Readonly<Record<string, TrafficRoutingConfig>> = {
  LambdaAllAtOnce: { type: 'AllAtOnce' },
  LambdaLinear10PercentEvery1Minute: linear(10, 1),
  LambdaLinear10PercentEvery2Minutes: linear(10, 2),
  LambdaLinear10PercentEvery3Minutes: linear(10, 3),
  LambdaLinear10PercentEvery10Minutes: linear(10, 10),
  LambdaCanary10Percent5Minutes: canary(10, 5),
  LambdaCanary10Percent10Minutes: canary(10, 10),
  LambdaCanary10Percent15Minutes: canary(10, 15),
  LambdaCanary10Percent30Minutes: canary(10, 30),
};

/** What the names of AWS's own configurations begin with. */
export const PREDEFINED_PREFIX = 'CodeDeployDefault.';

/** The configuration of a group that names none. */
export const defaultConfig = (platform: ComputePlatform | undefined): string =>
  `${PREDEFINED_PREFIX}${platform === 'Lambda' ? 'Lambda' : 'ECS'}AllAtOnce`;

/**
 * AWS's deployment configurations for ECS and AWS Lambda, by name.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configurations-predefined-ecs
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configurations-predefined-lambda
 */
export const predefinedConfigs = (now: Date): Map<string, DeploymentConfigInfo> =>
  new Map([...configsOf('ECS', ECS_CONFIGS, 10, now), ...configsOf('Lambda', LAMBDA_CONFIGS, 20, now)]);

/** @param firstId number of the first one's id */
const configsOf = (
  computePlatform: ComputePlatform,
  configs: Readonly<Record<string, TrafficRoutingConfig>>,
  firstId: number,
  createTime: Date,
): [string, DeploymentConfigInfo][] =>
  Object.entries(configs).map(([name, trafficRoutingConfig], index) => {
    const deploymentConfigName = `${PREDEFINED_PREFIX}${name}`;
    const deploymentConfigId = `00000000-0000-0000-0000-${`${firstId + index}`.padStart(12, '0')}`;
    const info = { deploymentConfigId, deploymentConfigName, createTime, computePlatform };
    return [deploymentConfigName, { ...info, trafficRoutingConfig }];
  });

function linear(linearPercentage: number, linearInterval: number): TrafficRoutingConfig {
  return { type: 'TimeBasedLinear', timeBasedLinear: { linearPercentage, linearInterval } };
}

function canary(canaryPercentage: number, canaryInterval: number): TrafficRoutingConfig {
  return { type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage, canaryInterval } };
}

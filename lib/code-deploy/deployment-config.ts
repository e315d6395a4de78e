import { CfnDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import type { Traffic } from '../config/traffic';

/** What CodeDeploy deploys to, of which there are configurations of its own. */
export type Platform = 'ECS' | 'Lambda';

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html */
const PREDEFINED: readonly string[] = [
  'ECSAllAtOnce',
  'ECSLinear10PercentEvery1Minutes',
  'ECSLinear10PercentEvery3Minutes',
  'ECSCanary10Percent5Minutes',
  'ECSCanary10Percent15Minutes',
  'LambdaAllAtOnce',
  'LambdaLinear10PercentEvery1Minute',
  'LambdaLinear10PercentEvery2Minutes',
  'LambdaLinear10PercentEvery3Minutes',
  'LambdaLinear10PercentEvery10Minutes',
  'LambdaCanary10Percent5Minutes',
  'LambdaCanary10Percent10Minutes',
  'LambdaCanary10Percent15Minutes',
  'LambdaCanary10Percent30Minutes',
];

/**
 * The deployment configuration of that traffic: CodeDeploy's own where there is one, otherwise one of the pipeline's,
 * whose name has its values, because a configuration cannot be changed, only replaced under another name.
 */
export function deploymentConfigName(platform: Platform, traffic: Traffic, pipelineName: string): string {
  const described = `${platform}${describeTraffic(traffic)}`;
  const name = PREDEFINED.find((one) => one === described || `${one}s` === described);
  return name === undefined ? `${pipelineName}-${describeTraffic(traffic)}` : `CodeDeployDefault.${name}`;
}

/** Makes the deployment configuration where CodeDeploy has none for that traffic. */
export function deploymentConfig(
  scope: Construct,
  platform: Platform,
  traffic: Traffic,
  pipelineName: string,
): CfnDeploymentConfig | undefined {
  const name = deploymentConfigName(platform, traffic, pipelineName);
  if (traffic.type === 'all-at-once' || name.startsWith('CodeDeployDefault.')) return undefined;
  return new CfnDeploymentConfig(scope, 'DeploymentConfig', {
    deploymentConfigName: name,
    computePlatform: platform,
    trafficRoutingConfig: routing(traffic),
  });
}

function describeTraffic(traffic: Traffic): string {
  switch (traffic.type) {
    case 'all-at-once':
      return 'AllAtOnce';
    case 'canary':
      return `Canary${traffic.percentage}Percent${traffic.intervalMinutes}Minutes`;
    case 'linear':
      return `Linear${traffic.percentage}PercentEvery${traffic.intervalMinutes}Minutes`;
  }
}

function routing(
  traffic: Exclude<Traffic, { type: 'all-at-once' }>,
): CfnDeploymentConfig.TrafficRoutingConfigProperty {
  const { percentage, intervalMinutes } = traffic;
  return traffic.type === 'canary'
    ? {
        type: 'TimeBasedCanary',
        timeBasedCanary: { canaryPercentage: percentage, canaryInterval: intervalMinutes },
      }
    : {
        type: 'TimeBasedLinear',
        timeBasedLinear: { linearPercentage: percentage, linearInterval: intervalMinutes },
      };
}

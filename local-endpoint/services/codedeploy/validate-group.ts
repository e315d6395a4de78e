import type { DeploymentConfigInfo, DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../kit/aws-error';
import { notSupported } from '../../kit/not-supported';
import { platformOf } from './deployment/deployment';
import type { CodeDeployState } from './store';

const MAX_WAIT_MINUTES = 2880;
const MAX_ALARMS = 10;

/**
 * Checks a deployment group against CodeDeploy's rules for its platform, ECS or AWS Lambda.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html
 * @throws AwsError with CodeDeploy's code for the part that is wrong
 * @throws AwsError `UnsupportedOperation` for triggers
 */
export function validateGroup(state: CodeDeployState, group: DeploymentGroupInfo): void {
  checkRole(group);
  checkStyle(group);
  checkConfig(state, group);
  if (platformOf(group) === 'Lambda') checkNoService(group);
  else {
    checkBlueGreen(group);
    checkLoadBalancer(group);
    checkServices(state, group);
  }
  checkAlarms(group);
  checkRollback(group);
  checkUnsupported(group);
}

function checkRole({ serviceRoleArn }: DeploymentGroupInfo): void {
  if (!serviceRoleArn) throw new AwsError('RoleRequiredException', 'Service role must be specified.');
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+/.test(serviceRoleArn))
    throw new AwsError('InvalidRoleException', `The service role ARN is not valid: ${serviceRoleArn}`);
}

function checkStyle(group: DeploymentGroupInfo): void {
  const { deploymentType, deploymentOption } = group.deploymentStyle ?? {};
  if (deploymentType === 'BLUE_GREEN' && deploymentOption === 'WITH_TRAFFIC_CONTROL') return;
  throw new AwsError(
    'InvalidDeploymentStyleException',
    `The deployment style of a deployment group of the compute platform ${platformOf(group)} must be BLUE_GREEN and ` +
      `WITH_TRAFFIC_CONTROL; got: ${deploymentType} and ${deploymentOption}`,
  );
}

function checkConfig(state: CodeDeployState, group: DeploymentGroupInfo): void {
  const { deploymentConfigName = '' } = group;
  const config = state.configs.get(deploymentConfigName);
  if (config) return checkPlatform(config, group);
  throw new AwsError(
    'DeploymentConfigDoesNotExistException',
    `No Deployment Configuration found for name: ${deploymentConfigName}`,
  );
}

/** @throws AwsError `InvalidDeploymentConfigNameException` where the configuration is one of another platform */
export function checkPlatform(config: DeploymentConfigInfo, group: DeploymentGroupInfo): void {
  if (config.computePlatform === platformOf(group)) return;
  throw new AwsError(
    'InvalidDeploymentConfigNameException',
    `The Deployment Configuration ${config.deploymentConfigName} is of the compute platform ${config.computePlatform}; the Deployment Group is of ${platformOf(group)}`,
  );
}

/** What only a service of ECS has. */
function checkNoService(group: DeploymentGroupInfo): void {
  const { ecsServices, loadBalancerInfo, blueGreenDeploymentConfiguration } = group;
  const settings = {
    ecsServices: ecsServices?.length ? ecsServices : undefined,
    ...{ loadBalancerInfo, blueGreenDeploymentConfiguration },
  };
  for (const [name, value] of Object.entries(settings))
    if (value)
      throw new AwsError('InvalidInputException', `${name} is not allowed for the compute platform Lambda.`);
}

function checkBlueGreen({ blueGreenDeploymentConfiguration: configuration }: DeploymentGroupInfo): void {
  const invalid = (rule: string) => new AwsError('InvalidBlueGreenDeploymentConfigurationException', rule);
  const end = configuration?.terminateBlueInstancesOnDeploymentSuccess;
  const ready = configuration?.deploymentReadyOption;
  if (!end || !ready)
    throw invalid(
      'terminateBlueInstancesOnDeploymentSuccess and deploymentReadyOption must be specified for ECS.',
    );
  if (end.action && end.action !== 'TERMINATE')
    throw invalid(`ECS allows the action TERMINATE only; got: ${end.action}`);
  for (const [name, minutes = 0] of [
    ['terminationWaitTimeInMinutes', end.terminationWaitTimeInMinutes],
    ['waitTimeInMinutes', ready.waitTimeInMinutes],
  ] as const)
    if (!Number.isInteger(minutes) || minutes < 0 || minutes > MAX_WAIT_MINUTES)
      throw invalid(`${name} must be between 0 and ${MAX_WAIT_MINUTES} minutes; got: ${minutes}`);
  if (ready.actionOnTimeout !== 'STOP_DEPLOYMENT' && ready.waitTimeInMinutes)
    throw invalid('waitTimeInMinutes is allowed only with the actionOnTimeout STOP_DEPLOYMENT.');
  if (configuration.greenFleetProvisioningOption)
    throw invalid('greenFleetProvisioningOption is not allowed for ECS.');
}

function checkLoadBalancer({ loadBalancerInfo }: DeploymentGroupInfo): void {
  const pairs = loadBalancerInfo?.targetGroupPairInfoList ?? [];
  const [pair] = pairs;
  if (!pair || pairs.length > 1)
    throw new AwsError(
      'InvalidLoadBalancerInfoException',
      `An ECS deployment group must have exactly one target group pair; got: ${pairs.length}`,
    );
  const names = (pair.targetGroups ?? []).map(({ name }) => name);
  if (names.length !== 2 || names.some((name) => !name) || names[0] === names[1])
    throw new AwsError(
      'InvalidTargetGroupPairException',
      `A target group pair must name two different target groups; got: ${names.join(', ') || 'none'}`,
    );
  const production = pair.prodTrafficRoute?.listenerArns ?? [];
  const test = pair.testTrafficRoute?.listenerArns ?? [];
  if (production.length !== 1 || test.length > 1)
    throw new AwsError(
      'InvalidTargetGroupPairException',
      `A target group pair must have one production listener and at most one test listener; got: ${production.length} and ${test.length}`,
    );
}

function checkServices(state: CodeDeployState, group: DeploymentGroupInfo): void {
  const services = group.ecsServices ?? [];
  const [service] = services;
  if (services.length !== 1 || !service?.serviceName || !service.clusterName)
    throw new AwsError(
      'InvalidECSServiceException',
      'An ECS deployment group must name exactly one ECS service with its cluster.',
    );
  for (const application of state.applications.values())
    for (const other of application.groups.values()) {
      if (other.deploymentGroupId === group.deploymentGroupId) continue;
      const [taken] = other.ecsServices ?? [];
      if (taken?.serviceName === service.serviceName && taken.clusterName === service.clusterName)
        throw new AwsError(
          'ECSServiceMappingLimitExceededException',
          'The Amazon ECS service is associated with more than one deployment group. ' +
            'An Amazon ECS service can be associated with only one deployment group.',
        );
    }
}

function checkAlarms({ alarmConfiguration }: DeploymentGroupInfo): void {
  const names = (alarmConfiguration?.alarms ?? []).map(({ name }) => name);
  if (names.length > MAX_ALARMS)
    throw new AwsError(
      'AlarmsLimitExceededException',
      `At most ${MAX_ALARMS} alarms are allowed; got: ${names.length}`,
    );
  if (names.some((name) => !name) || new Set(names).size < names.length)
    throw new AwsError('InvalidAlarmConfigException', 'Every alarm must have a name of its own.');
  if (alarmConfiguration?.enabled && names.length === 0)
    throw new AwsError('InvalidAlarmConfigException', 'Alarms are enabled, but no alarm is named.');
}

function checkRollback({ autoRollbackConfiguration: configuration }: DeploymentGroupInfo): void {
  if (configuration?.enabled && !configuration.events?.length)
    throw new AwsError(
      'InvalidAutoRollbackConfigException',
      'Automatic rollback is enabled, but no event is named.',
    );
}

function checkUnsupported(group: DeploymentGroupInfo): void {
  const { autoScalingGroups, ec2TagFilters, ec2TagSet, onPremisesInstanceTagFilters, onPremisesTagSet } =
    group;
  const instances = {
    autoScalingGroups,
    ec2TagFilters,
    ec2TagSet,
    onPremisesInstanceTagFilters,
    onPremisesTagSet,
  };
  for (const [name, value] of Object.entries(instances))
    if (value && (!Array.isArray(value) || value.length > 0))
      throw new AwsError(
        'InvalidInputException',
        `${name} is not allowed for the compute platform ${platformOf(group)}.`,
      );
  if (group.triggerConfigurations?.length)
    throw notSupported(
      'triggerConfigurations of a deployment group',
      'use the EventBridge events of its deployments',
    );
}

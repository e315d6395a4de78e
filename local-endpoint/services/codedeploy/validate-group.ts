import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../kit/aws-error';
import type { Region } from './store';

const MAXIMUM_WAIT_MINUTES = 2880;
const MAXIMUM_ALARMS = 10;

/**
 * The rules CodeDeploy sets for a deployment group of ECS.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html
 * @throws AwsError in CodeDeploy's code for the part that is wrong
 */
export function validateGroup(region: Region, group: DeploymentGroupInfo): void {
  checkRole(group);
  checkStyle(group);
  checkConfig(region, group);
  checkBlueGreen(group);
  checkLoadBalancer(group);
  checkServices(region, group);
  checkAlarms(group);
  checkRollback(group);
  checkUnsupported(group);
}

function checkRole({ serviceRoleArn }: DeploymentGroupInfo): void {
  if (!serviceRoleArn) throw new AwsError('RoleRequiredException', 'Service role must be specified.');
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+/.test(serviceRoleArn))
    throw new AwsError('InvalidRoleException', `The service role ARN is not valid: ${serviceRoleArn}`);
}

function checkStyle({ deploymentStyle }: DeploymentGroupInfo): void {
  const { deploymentType, deploymentOption } = deploymentStyle ?? {};
  if (deploymentType === 'BLUE_GREEN' && deploymentOption === 'WITH_TRAFFIC_CONTROL') return;
  throw new AwsError(
    'InvalidDeploymentStyleException',
    'The deployment style of an ECS deployment group must be BLUE_GREEN and WITH_TRAFFIC_CONTROL; ' +
      `got: ${deploymentType} and ${deploymentOption}`,
  );
}

function checkConfig(region: Region, { deploymentConfigName = '' }: DeploymentGroupInfo): void {
  if (region.configs.has(deploymentConfigName)) return;
  throw new AwsError(
    'DeploymentConfigDoesNotExistException',
    `No Deployment Configuration found for name: ${deploymentConfigName}`,
  );
}

function checkBlueGreen({ blueGreenDeploymentConfiguration: configuration }: DeploymentGroupInfo): void {
  const refuse = (rule: string) => new AwsError('InvalidBlueGreenDeploymentConfigurationException', rule);
  const end = configuration?.terminateBlueInstancesOnDeploymentSuccess;
  const ready = configuration?.deploymentReadyOption;
  if (!end || !ready)
    throw refuse(
      'terminateBlueInstancesOnDeploymentSuccess and deploymentReadyOption must be specified for ECS.',
    );
  if (end.action && end.action !== 'TERMINATE')
    throw refuse(`ECS allows the action TERMINATE only; got: ${end.action}`);
  for (const [name, minutes = 0] of [
    ['terminationWaitTimeInMinutes', end.terminationWaitTimeInMinutes],
    ['waitTimeInMinutes', ready.waitTimeInMinutes],
  ] as const)
    if (!Number.isInteger(minutes) || minutes < 0 || minutes > MAXIMUM_WAIT_MINUTES)
      throw refuse(`${name} must be between 0 and ${MAXIMUM_WAIT_MINUTES} minutes; got: ${minutes}`);
  if (ready.actionOnTimeout !== 'STOP_DEPLOYMENT' && ready.waitTimeInMinutes)
    throw refuse('waitTimeInMinutes is allowed only with the actionOnTimeout STOP_DEPLOYMENT.');
  if (configuration.greenFleetProvisioningOption)
    throw refuse('greenFleetProvisioningOption is not allowed for ECS.');
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

function checkServices(region: Region, group: DeploymentGroupInfo): void {
  const services = group.ecsServices ?? [];
  const [service] = services;
  if (services.length !== 1 || !service?.serviceName || !service.clusterName)
    throw new AwsError(
      'InvalidECSServiceException',
      'An ECS deployment group must name exactly one ECS service with its cluster.',
    );
  for (const application of region.applications.values())
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
  if (names.length > MAXIMUM_ALARMS)
    throw new AwsError(
      'AlarmsLimitExceededException',
      `At most ${MAXIMUM_ALARMS} alarms are allowed; got: ${names.length}`,
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
      throw new AwsError('InvalidInputException', `${name} is not allowed for the compute platform ECS.`);
  if (group.triggerConfigurations?.length)
    throw new AwsError(
      'UnsupportedOperation',
      'The local endpoint does not publish triggerConfigurations; use the EventBridge events of deployments.',
    );
}

import { randomUUID } from 'node:crypto';
import type {
  CreateDeploymentConfigInput,
  CreateDeploymentConfigOutput,
  DeleteDeploymentConfigInput,
  GetDeploymentConfigInput,
  GetDeploymentConfigOutput,
  ListDeploymentConfigsInput,
  ListDeploymentConfigsOutput,
  TrafficRoutingConfig,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { notSupported } from '../../../kit/not-supported';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { checkConfigName, findConfig } from '../find';
import { PREDEFINED_PREFIX } from '../predefined-configs';
import type { CodeDeployStore } from '../store';

const MAX_PERCENTAGE = 99;
const MAX_INTERVAL_MINUTES = 2880;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentConfig.html */
export const createDeploymentConfig =
  (store: CodeDeployStore): Operation<CreateDeploymentConfigInput, CreateDeploymentConfigOutput> =>
  async (input, context) => {
    const { configs } = store.in(scopeOf(context));
    const { deploymentConfigName, computePlatform = 'Server', trafficRoutingConfig } = input;
    checkConfigName(deploymentConfigName);
    if (deploymentConfigName.startsWith(PREDEFINED_PREFIX))
      throw new AwsError(
        'InvalidDeploymentConfigNameException',
        `Deployment Configuration names must not begin with ${PREDEFINED_PREFIX}; got: ${deploymentConfigName}`,
      );
    if (configs.has(deploymentConfigName))
      throw new AwsError(
        'DeploymentConfigAlreadyExistsException',
        `Deployment Configuration already exists for name: ${deploymentConfigName}`,
      );
    if (computePlatform !== 'ECS' && computePlatform !== 'Lambda')
      throw notSupported(`codedeploy:CreateDeploymentConfig with computePlatform ${computePlatform}`);
    checkTraffic(trafficRoutingConfig);
    const deploymentConfigId = randomUUID();
    const createTime = store.context.clock.now();
    configs.set(deploymentConfigName, {
      deploymentConfigId,
      deploymentConfigName,
      createTime,
      computePlatform,
      trafficRoutingConfig,
    });
    return { deploymentConfigId };
  };

function checkTraffic(traffic: TrafficRoutingConfig | undefined): void {
  const invalid = (rule: string) => new AwsError('InvalidTrafficRoutingConfigurationException', rule);
  const { type, timeBasedCanary: canary, timeBasedLinear: linear } = traffic ?? {};
  if (type === 'AllAtOnce') return;
  if (type !== 'TimeBasedCanary' && type !== 'TimeBasedLinear')
    throw invalid(`The type must be AllAtOnce, TimeBasedCanary or TimeBasedLinear; got: ${type}`);
  const percentage = type === 'TimeBasedCanary' ? canary?.canaryPercentage : linear?.linearPercentage;
  const minutes = type === 'TimeBasedCanary' ? canary?.canaryInterval : linear?.linearInterval;
  if (!isWithin(percentage, MAX_PERCENTAGE))
    throw invalid(`The percentage must be between 1 and ${MAX_PERCENTAGE}; got: ${percentage}`);
  if (!isWithin(minutes, MAX_INTERVAL_MINUTES))
    throw invalid(`The interval must be between 1 and ${MAX_INTERVAL_MINUTES} minutes; got: ${minutes}`);
}

const isWithin = (value: number | undefined, max: number): boolean =>
  value !== undefined && Number.isInteger(value) && value >= 1 && value <= max;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteDeploymentConfig.html */
export const deleteDeploymentConfig =
  (store: CodeDeployStore): Operation<DeleteDeploymentConfigInput, object> =>
  async ({ deploymentConfigName: name }, context) => {
    const { applications, configs } = store.in(scopeOf(context));
    checkConfigName(name);
    if (name.startsWith(PREDEFINED_PREFIX))
      throw new AwsError(
        'InvalidOperationException',
        `A predefined Deployment Configuration cannot be deleted: ${name}`,
      );
    for (const { groups } of applications.values())
      for (const { deploymentConfigName, deploymentGroupName } of groups.values())
        if (deploymentConfigName === name)
          throw new AwsError(
            'DeploymentConfigInUseException',
            `The Deployment Configuration ${name} is in use by the Deployment Group ${deploymentGroupName}`,
          );
    configs.delete(name);
    return {};
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentConfig.html */
export const getDeploymentConfig =
  (store: CodeDeployStore): Operation<GetDeploymentConfigInput, GetDeploymentConfigOutput> =>
  async ({ deploymentConfigName }, context) => ({
    deploymentConfigInfo: findConfig(store.in(scopeOf(context)), deploymentConfigName),
  });

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentConfigs.html */
export const listDeploymentConfigs =
  (store: CodeDeployStore): Operation<ListDeploymentConfigsInput, ListDeploymentConfigsOutput> =>
  async (_input, context) => ({
    deploymentConfigsList: [...store.in(scopeOf(context)).configs.keys()].sort(),
  });

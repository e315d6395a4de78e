import type {
  CreateDeploymentConfigInput,
  CreateDeploymentConfigOutput,
  TrafficRoutingConfig,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { randomUUID } from 'node:crypto';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentConfig.html */
export const createDeploymentConfig =
  (store: CodeDeployStore): Operation<CreateDeploymentConfigInput, CreateDeploymentConfigOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const { deploymentConfigName, computePlatform = 'Server', trafficRoutingConfig } = input;
    if (!deploymentConfigName)
      throw new AwsError(
        'DeploymentConfigNameRequiredException',
        'Deployment Configuration name must be specified.',
      );
    if (deploymentConfigName.startsWith('CodeDeployDefault.'))
      throw new AwsError(
        'InvalidDeploymentConfigNameException',
        `Deployment Configuration names must not begin with CodeDeployDefault.; got: ${deploymentConfigName}`,
      );
    if (region.configs.has(deploymentConfigName))
      throw new AwsError(
        'DeploymentConfigAlreadyExistsException',
        `Deployment Configuration already exists for name: ${deploymentConfigName}`,
      );
    if (computePlatform !== 'ECS')
      throw new AwsError(
        'UnsupportedOperation',
        `The local endpoint deploys to the compute platform ECS; got: ${computePlatform}`,
      );
    checkTraffic(trafficRoutingConfig);
    const deploymentConfigId = randomUUID();
    const createTime = store.context.clock.now();
    const info = {
      deploymentConfigId,
      deploymentConfigName,
      createTime,
      computePlatform,
      trafficRoutingConfig,
    };
    region.configs.set(deploymentConfigName, info);
    return { deploymentConfigId };
  };

function checkTraffic(traffic: TrafficRoutingConfig | undefined): void {
  const refuse = (rule: string) => new AwsError('InvalidTrafficRoutingConfigurationException', rule);
  const { type, timeBasedCanary: canary, timeBasedLinear: linear } = traffic ?? {};
  if (type === 'AllAtOnce') return;
  if (type !== 'TimeBasedCanary' && type !== 'TimeBasedLinear')
    throw refuse(`The type must be AllAtOnce, TimeBasedCanary or TimeBasedLinear; got: ${type}`);
  const percentage = type === 'TimeBasedCanary' ? canary?.canaryPercentage : linear?.linearPercentage;
  const minutes = type === 'TimeBasedCanary' ? canary?.canaryInterval : linear?.linearInterval;
  if (!percentage || !Number.isInteger(percentage) || percentage < 1 || percentage > 99)
    throw refuse(`The percentage must be between 1 and 99; got: ${percentage}`);
  if (!minutes || !Number.isInteger(minutes) || minutes < 1 || minutes > 2880)
    throw refuse(`The interval must be between 1 and 2880 minutes; got: ${minutes}`);
}

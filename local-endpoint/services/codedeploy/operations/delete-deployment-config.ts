import type { DeleteDeploymentConfigInput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteDeploymentConfig.html */
export const deleteDeploymentConfig =
  (store: CodeDeployStore): Operation<DeleteDeploymentConfigInput, object> =>
  async (input, context) => {
    const region = store.of(context);
    const { deploymentConfigName: name } = input;
    if (!name)
      throw new AwsError(
        'DeploymentConfigNameRequiredException',
        'Deployment Configuration name must be specified.',
      );
    if (name.startsWith('CodeDeployDefault.'))
      throw new AwsError(
        'InvalidOperationException',
        `A predefined Deployment Configuration cannot be deleted: ${name}`,
      );
    for (const { groups } of region.applications.values())
      for (const { deploymentConfigName, deploymentGroupName } of groups.values())
        if (deploymentConfigName === name)
          throw new AwsError(
            'DeploymentConfigInUseException',
            `The Deployment Configuration ${name} is in use by the Deployment Group ${deploymentGroupName}`,
          );
    region.configs.delete(name);
    return {};
  };

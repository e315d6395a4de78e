import type { DeleteDeploymentGroupInput, DeleteDeploymentGroupOutput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { isActive } from '../deployment/deployment';
import { findApplication } from '../find';
import { groupArn, type CodeDeployStore } from '../store';

/**
 * A group that is not there is no error, as in AWS.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteDeploymentGroup.html
 */
export const deleteDeploymentGroup =
  (store: CodeDeployStore): Operation<DeleteDeploymentGroupInput, DeleteDeploymentGroupOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const { applicationName = '', deploymentGroupName } = input;
    const application = findApplication(region, applicationName);
    if (!deploymentGroupName)
      throw new AwsError('DeploymentGroupNameRequiredException', 'Deployment Group name must be specified.');
    const active = [...region.deployments.values()].find(
      (deployment) =>
        isActive(deployment) &&
        deployment.info.applicationName === applicationName &&
        deployment.info.deploymentGroupName === deploymentGroupName,
    );
    if (active)
      throw new AwsError(
        'InvalidDeploymentGroupNameException',
        `The Deployment Group '${deploymentGroupName}' has an active Deployment '${active.info.deploymentId}'`,
      );
    application.groups.delete(deploymentGroupName);
    region.tags.delete(groupArn(region, applicationName, deploymentGroupName));
    return { hooksNotCleanedUp: [] };
  };

import type { DeleteApplicationInput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { isActive } from '../deployment/deployment';
import { checkApplicationName } from '../find';
import { applicationArn, groupArn, type CodeDeployStore } from '../store';

/**
 * An application that is not there is no error, as in AWS.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteApplication.html
 */
export const deleteApplication =
  (store: CodeDeployStore): Operation<DeleteApplicationInput, object> =>
  async (input, context) => {
    checkApplicationName(input.applicationName);
    const region = store.of(context);
    const { applicationName } = input;
    const active = [...region.deployments.values()].find(
      (deployment) => isActive(deployment) && deployment.info.applicationName === applicationName,
    );
    if (active)
      throw new AwsError(
        'InvalidApplicationNameException',
        `The application ${applicationName} has an active deployment: ${active.info.deploymentId}`,
      );
    for (const group of region.applications.get(applicationName)?.groups.keys() ?? [])
      region.tags.delete(groupArn(region, applicationName, group));
    region.applications.delete(applicationName);
    region.tags.delete(applicationArn(region, applicationName));
    return {};
  };

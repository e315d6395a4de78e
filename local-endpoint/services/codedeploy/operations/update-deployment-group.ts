import type {
  DeploymentGroupInfo,
  UpdateDeploymentGroupInput,
  UpdateDeploymentGroupOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { findApplication, findGroup } from '../find';
import { groupArn, type CodeDeployStore } from '../store';
import { validateGroup } from '../validate-group';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UpdateDeploymentGroup.html */
export const updateDeploymentGroup =
  (store: CodeDeployStore): Operation<UpdateDeploymentGroupInput, UpdateDeploymentGroupOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const application = findApplication(region, input.applicationName);
    const before = findGroup(application, input.currentDeploymentGroupName);
    const { currentDeploymentGroupName: oldName = '', newDeploymentGroupName: newName = oldName } = input;
    if (newName !== oldName && application.groups.has(newName))
      throw new AwsError(
        'DeploymentGroupAlreadyExistsException',
        `Deployment Group already exists for name: ${newName}`,
      );
    const after: DeploymentGroupInfo = { ...before, ...changes(input), deploymentGroupName: newName };
    validateGroup(region, after);
    application.groups.delete(oldName);
    application.groups.set(newName, after);
    const arn = (name: string) => groupArn(region, input.applicationName ?? '', name);
    const tags = region.tags.get(arn(oldName));
    region.tags.delete(arn(oldName));
    if (tags) region.tags.set(arn(newName), tags);
    return { hooksNotCleanedUp: [] };
  };

/** What is not given stays as it is. */
function changes(input: UpdateDeploymentGroupInput): Partial<DeploymentGroupInfo> {
  const naming = ['applicationName', 'currentDeploymentGroupName', 'newDeploymentGroupName'];
  const given = Object.entries(input).filter(
    ([name, value]) => value !== undefined && !naming.includes(name),
  );
  return Object.fromEntries(given);
}

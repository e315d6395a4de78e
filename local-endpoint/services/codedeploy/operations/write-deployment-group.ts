import { randomUUID } from 'node:crypto';
import type {
  CreateDeploymentGroupInput,
  CreateDeploymentGroupOutput,
  DeploymentGroupInfo,
  UpdateDeploymentGroupInput,
  UpdateDeploymentGroupOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { notSupported } from '../../../kit/not-supported';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { checkGroupName, findApplication, findGroup } from '../find';
import { defaultConfig } from '../predefined-configs';
import { type ApplicationRecord, type CodeDeployStore, groupArn } from '../store';
import { validateGroup } from '../validate-group';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html */
export const createDeploymentGroup =
  (store: CodeDeployStore): Operation<CreateDeploymentGroupInput, CreateDeploymentGroupOutput> =>
  async ({ tags, autoScalingGroups, ...input }, context) => {
    const state = store.in(scopeOf(context));
    const application = findApplication(state, input.applicationName);
    const { applicationName = '', computePlatform } = application.info;
    const { deploymentGroupName } = input;
    checkGroupName(deploymentGroupName);
    checkNameIsFree(application, deploymentGroupName);
    if (computePlatform !== 'ECS' && computePlatform !== 'Lambda')
      throw notSupported(`codedeploy:CreateDeploymentGroup with computePlatform ${computePlatform}`);
    const group: DeploymentGroupInfo = {
      deploymentConfigName: defaultConfig(computePlatform),
      ...input,
      // names here, objects in the description; validateGroup refuses both
      autoScalingGroups: autoScalingGroups as never,
      deploymentGroupName,
      deploymentGroupId: randomUUID(),
      computePlatform,
      outdatedInstancesStrategy: 'UPDATE',
      triggerConfigurations: input.triggerConfigurations ?? [],
    };
    validateGroup(state, group);
    application.groups.set(deploymentGroupName, group);
    if (tags?.length) state.tags.set(groupArn(state.scope, applicationName, deploymentGroupName), tags);
    return { deploymentGroupId: group.deploymentGroupId };
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UpdateDeploymentGroup.html */
export const updateDeploymentGroup =
  (store: CodeDeployStore): Operation<UpdateDeploymentGroupInput, UpdateDeploymentGroupOutput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const application = findApplication(state, input.applicationName);
    const before = findGroup(application, input.currentDeploymentGroupName);
    const { currentDeploymentGroupName: oldName = '', newDeploymentGroupName: newName = oldName } = input;
    if (newName !== oldName) checkNameIsFree(application, newName);
    const after: DeploymentGroupInfo = { ...before, ...changesOf(input), deploymentGroupName: newName };
    validateGroup(state, after);
    application.groups.delete(oldName);
    application.groups.set(newName, after);
    const arn = (name: string) => groupArn(state.scope, input.applicationName ?? '', name);
    const tags = state.tags.get(arn(oldName));
    state.tags.delete(arn(oldName));
    if (tags) state.tags.set(arn(newName), tags);
    return { hooksNotCleanedUp: [] };
  };

function checkNameIsFree({ groups }: ApplicationRecord, name: string): void {
  if (groups.has(name))
    throw new AwsError(
      'DeploymentGroupAlreadyExistsException',
      `Deployment Group already exists for name: ${name}`,
    );
}

const NAMES = ['applicationName', 'currentDeploymentGroupName', 'newDeploymentGroupName'];

/** The settings of a request; what it leaves out stays as it is. */
function changesOf(input: UpdateDeploymentGroupInput): Partial<DeploymentGroupInfo> {
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => value !== undefined && !NAMES.includes(name)),
  );
}

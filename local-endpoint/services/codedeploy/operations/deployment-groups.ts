import type {
  BatchGetDeploymentGroupsInput,
  BatchGetDeploymentGroupsOutput,
  DeleteDeploymentGroupInput,
  DeleteDeploymentGroupOutput,
  GetDeploymentGroupInput,
  GetDeploymentGroupOutput,
  ListDeploymentGroupsInput,
  ListDeploymentGroupsOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { describeGroup } from '../describe';
import { checkGroupName, findActiveDeployment, findApplication, findGroup } from '../find';
import { type CodeDeployStore, groupArn } from '../store';

/**
 * A group that does not exist is no error, as in AWS.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteDeploymentGroup.html
 */
export const deleteDeploymentGroup =
  (store: CodeDeployStore): Operation<DeleteDeploymentGroupInput, DeleteDeploymentGroupOutput> =>
  async ({ applicationName = '', deploymentGroupName }, context) => {
    const state = store.in(scopeOf(context));
    const application = findApplication(state, applicationName);
    checkGroupName(deploymentGroupName);
    const active = findActiveDeployment(state, applicationName, deploymentGroupName);
    if (active)
      throw new AwsError(
        'InvalidDeploymentGroupNameException',
        `The Deployment Group '${deploymentGroupName}' has an active Deployment '${active.info.deploymentId}'`,
      );
    application.groups.delete(deploymentGroupName);
    state.tags.delete(groupArn(state.scope, applicationName, deploymentGroupName));
    return { hooksNotCleanedUp: [] };
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentGroup.html */
export const getDeploymentGroup =
  (store: CodeDeployStore): Operation<GetDeploymentGroupInput, GetDeploymentGroupOutput> =>
  async ({ applicationName, deploymentGroupName }, context) => {
    const application = findApplication(store.in(scopeOf(context)), applicationName);
    return { deploymentGroupInfo: describeGroup(findGroup(application, deploymentGroupName)) };
  };

/**
 * Groups that do not exist are named in `errorMessage`, which is no error.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeploymentGroups.html
 */
export const batchGetDeploymentGroups =
  (store: CodeDeployStore): Operation<BatchGetDeploymentGroupsInput, BatchGetDeploymentGroupsOutput> =>
  async ({ applicationName, deploymentGroupNames: names = [] }, context) => {
    const { groups } = findApplication(store.in(scopeOf(context)), applicationName);
    const missing = names.filter((name) => !groups.has(name));
    return {
      deploymentGroupsInfo: names.flatMap((name) => groups.get(name) ?? []).map(describeGroup),
      ...(missing.length > 0 && {
        errorMessage: `No Deployment Group found for name: ${missing.join(', ')}`,
      }),
    };
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentGroups.html */
export const listDeploymentGroups =
  (store: CodeDeployStore): Operation<ListDeploymentGroupsInput, ListDeploymentGroupsOutput> =>
  async ({ applicationName }, context) => {
    const { groups } = findApplication(store.in(scopeOf(context)), applicationName);
    return { applicationName, deploymentGroups: [...groups.keys()].sort() };
  };

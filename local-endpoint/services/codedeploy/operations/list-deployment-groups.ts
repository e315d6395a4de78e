import type { ListDeploymentGroupsInput, ListDeploymentGroupsOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findApplication } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentGroups.html */
export const listDeploymentGroups =
  (store: CodeDeployStore): Operation<ListDeploymentGroupsInput, ListDeploymentGroupsOutput> =>
  async (input, context) => {
    const { applicationName } = input;
    const application = findApplication(store.of(context), applicationName);
    return { applicationName, deploymentGroups: [...application.groups.keys()].sort() };
  };

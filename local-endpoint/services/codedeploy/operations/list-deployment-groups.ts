import type { ListDeploymentGroupsInput, ListDeploymentGroupsOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findApplication } from '../find';
import type { Room } from '../room';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentGroups.html */
export const listDeploymentGroups =
  (room: Room): Operation<ListDeploymentGroupsInput, ListDeploymentGroupsOutput> =>
  async (input, context) => {
    const { applicationName } = input;
    const application = findApplication(room.of(context), applicationName);
    return { applicationName, deploymentGroups: [...application.groups.keys()].sort() };
  };

import type { ListDeploymentConfigsInput, ListDeploymentConfigsOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import type { Room } from '../room';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentConfigs.html */
export const listDeploymentConfigs =
  (room: Room): Operation<ListDeploymentConfigsInput, ListDeploymentConfigsOutput> =>
  async (_input, context) => {
    return { deploymentConfigsList: [...room.of(context).configs.keys()].sort() };
  };

import type { ListDeploymentConfigsInput, ListDeploymentConfigsOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentConfigs.html */
export const listDeploymentConfigs =
  (store: CodeDeployStore): Operation<ListDeploymentConfigsInput, ListDeploymentConfigsOutput> =>
  async (_input, context) => {
    return { deploymentConfigsList: [...store.of(context).configs.keys()].sort() };
  };

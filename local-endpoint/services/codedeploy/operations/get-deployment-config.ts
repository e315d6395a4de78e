import type { GetDeploymentConfigInput, GetDeploymentConfigOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findConfig } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentConfig.html */
export const getDeploymentConfig =
  (store: CodeDeployStore): Operation<GetDeploymentConfigInput, GetDeploymentConfigOutput> =>
  async (input, context) => {
    return { deploymentConfigInfo: findConfig(store.of(context), input.deploymentConfigName) };
  };

import type { GetDeploymentConfigInput, GetDeploymentConfigOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findConfig } from '../find';
import type { Room } from '../room';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentConfig.html */
export const getDeploymentConfig =
  (room: Room): Operation<GetDeploymentConfigInput, GetDeploymentConfigOutput> =>
  async (input, context) => {
    return { deploymentConfigInfo: findConfig(room.of(context), input.deploymentConfigName) };
  };

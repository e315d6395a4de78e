import type { GetDeploymentInput, GetDeploymentOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { describeDeployment } from '../describe';
import { findDeployment } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeployment.html */
export const getDeployment =
  (store: CodeDeployStore): Operation<GetDeploymentInput, GetDeploymentOutput> =>
  async (input, context) => {
    return { deploymentInfo: describeDeployment(findDeployment(store.of(context), input.deploymentId)) };
  };

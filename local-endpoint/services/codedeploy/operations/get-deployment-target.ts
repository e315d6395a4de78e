import type { GetDeploymentTargetInput, GetDeploymentTargetOutput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { describeTarget } from '../describe';
import { findDeployment } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentTarget.html */
export const getDeploymentTarget =
  (store: CodeDeployStore): Operation<GetDeploymentTargetInput, GetDeploymentTargetOutput> =>
  async (input, context) => {
    if (!input.targetId)
      throw new AwsError('DeploymentTargetIdRequiredException', 'Target ID must be specified.');
    return {
      deploymentTarget: describeTarget(findDeployment(store.of(context), input.deploymentId), input.targetId),
    };
  };

import type {
  BatchGetDeploymentTargetsInput,
  BatchGetDeploymentTargetsOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { describeTarget } from '../describe';
import { findDeployment } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeploymentTargets.html */
export const batchGetDeploymentTargets =
  (store: CodeDeployStore): Operation<BatchGetDeploymentTargetsInput, BatchGetDeploymentTargetsOutput> =>
  async (input, context) => {
    const deployment = findDeployment(store.of(context), input.deploymentId);
    const ids = input.targetIds ?? [];
    if (ids.length === 0)
      throw new AwsError('DeploymentTargetIdRequiredException', 'Target IDs must be specified.');
    return { deploymentTargets: ids.map((id) => describeTarget(deployment, id)) };
  };

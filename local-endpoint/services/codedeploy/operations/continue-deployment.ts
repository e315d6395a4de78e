import type { ContinueDeploymentInput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { isActive } from '../deployment/deployment';
import { findDeployment } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ContinueDeployment.html */
export const continueDeployment =
  (store: CodeDeployStore): Operation<ContinueDeploymentInput, object> =>
  async (input, context) => {
    const deployment = findDeployment(store.of(context), input.deploymentId);
    const type = input.deploymentWaitType ?? 'READY_WAIT';
    const { deploymentId } = deployment.info;
    if (type !== 'READY_WAIT' && type !== 'TERMINATION_WAIT')
      throw new AwsError('InvalidDeploymentWaitTypeException', `The wait type is invalid: ${String(type)}`);
    if (!isActive(deployment))
      throw new AwsError(
        'DeploymentAlreadyCompletedException',
        `The deployment ${deploymentId} is already completed.`,
      );
    if (deployment.waiting?.type !== type)
      throw new AwsError(
        'DeploymentIsNotInReadyStateException',
        `The deployment ${deploymentId} is not waiting for ${type}.`,
      );
    deployment.waiting.continue();
    return {};
  };

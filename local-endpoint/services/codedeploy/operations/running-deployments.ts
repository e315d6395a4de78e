import type {
  ContinueDeploymentInput,
  StopDeploymentInput,
  StopDeploymentOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { type DeploymentRecord, interruptDeployment, isActive } from '../deployment/deployment';
import { DeploymentInterruption } from '../deployment/interruption';
import { findDeployment } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ContinueDeployment.html */
export const continueDeployment =
  (store: CodeDeployStore): Operation<ContinueDeploymentInput, object> =>
  async ({ deploymentId, deploymentWaitType: type = 'READY_WAIT' }, context) => {
    const deployment = findDeployment(store.in(scopeOf(context)), deploymentId);
    if (type !== 'READY_WAIT' && type !== 'TERMINATION_WAIT')
      throw new AwsError('InvalidDeploymentWaitTypeException', `The wait type is invalid: ${String(type)}`);
    checkActive(deployment);
    if (deployment.waiting?.type !== type)
      throw new AwsError(
        'DeploymentIsNotInReadyStateException',
        `The deployment ${deploymentId} is not waiting for ${type}.`,
      );
    deployment.waiting.continue();
    return {};
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_StopDeployment.html */
export const stopDeployment =
  (store: CodeDeployStore): Operation<StopDeploymentInput, StopDeploymentOutput> =>
  async ({ deploymentId, autoRollbackEnabled }, context) => {
    const deployment = findDeployment(store.in(scopeOf(context)), deploymentId);
    checkActive(deployment);
    const reason = new DeploymentInterruption(
      'MANUAL_STOP',
      'The deployment was stopped manually.',
      'Stopped',
      'DEPLOYMENT_STOP_ON_REQUEST',
      autoRollbackEnabled,
    );
    return interruptDeployment(deployment, reason)
      ? {
          status: 'Succeeded',
          statusMessage: 'No more commands will be scheduled for execution in the deployment instances',
        }
      : { status: 'Pending', statusMessage: 'The deployment is about to end' };
  };

function checkActive(deployment: DeploymentRecord): void {
  if (!isActive(deployment))
    throw new AwsError(
      'DeploymentAlreadyCompletedException',
      `The deployment ${deployment.info.deploymentId} is already completed.`,
    );
}

import type { StopDeploymentInput, StopDeploymentOutput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { interrupt, isActive } from '../deployment/deployment';
import { Interruption } from '../deployment/interruption';
import { findDeployment } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_StopDeployment.html */
export const stopDeployment =
  (store: CodeDeployStore): Operation<StopDeploymentInput, StopDeploymentOutput> =>
  async (input, context) => {
    const deployment = findDeployment(store.of(context), input.deploymentId);
    if (!isActive(deployment))
      throw new AwsError(
        'DeploymentAlreadyCompletedException',
        `The deployment ${deployment.info.deploymentId} is already completed.`,
      );
    const why = new Interruption(
      'MANUAL_STOP',
      'The deployment was stopped manually.',
      'Stopped',
      'DEPLOYMENT_STOP_ON_REQUEST',
      input.autoRollbackEnabled,
    );
    return interrupt(deployment, why)
      ? {
          status: 'Succeeded',
          statusMessage: 'No more commands will be scheduled for execution in the deployment instances',
        }
      : { status: 'Pending', statusMessage: 'The deployment is about to end' };
  };

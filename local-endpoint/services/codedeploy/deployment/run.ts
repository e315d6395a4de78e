import type { DeploymentConfigInfo } from '@aws-sdk/client-codedeploy';
import type { AwsIdentity } from '../../../kit/aws';
import { AwsError } from '../../../kit/aws-error';
import type { ServiceContext } from '../../../kit/context';
import { type ApplicationRecord, type CodeDeployState, groupArn } from '../store';
import type { DeploymentRecord } from './deployment';
import { DeploymentInterruption } from './interruption';

/** A deployment with what it is part of. */
export interface DeploymentContext {
  readonly serviceContext: ServiceContext;
  readonly state: CodeDeployState;
  readonly application: ApplicationRecord;
  readonly deployment: DeploymentRecord;
}

/** A deployment while it runs. */
export interface DeploymentRun extends DeploymentContext {
  readonly config: DeploymentConfigInfo;
  /** The service role's session: every call of the deployment is made with it. */
  readonly identity: AwsIdentity;
  /** Aborts when the deployment is interrupted or the endpoint ends. */
  readonly signal: AbortSignal;
}

/** How often tasks and alarms are read, in the clock's time. */
export const POLL_MILLISECONDS = 10_000;

/**
 * Assumes the service role of the deployment group.
 * @throws DeploymentInterruption `IAM_ROLE_MISSING` where the role does not exist or does not trust CodeDeploy
 */
export async function assumeServiceRole(context: DeploymentContext): Promise<AwsIdentity> {
  const { serviceContext, state, deployment } = context;
  const { serviceRoleArn = '', applicationName = '', deploymentGroupName = '' } = deployment.group;
  const source = groupArn(state.scope, applicationName, deploymentGroupName);
  try {
    return await serviceContext.aws.asRole(
      serviceRoleArn,
      state.scope.region,
      'codedeploy.amazonaws.com',
      source,
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new DeploymentInterruption(
      'IAM_ROLE_MISSING',
      `The service role ${serviceRoleArn} cannot be assumed by CodeDeploy. ${error.message}`,
    );
  }
}

/**
 * Waits, in the clock's time.
 * @throws DeploymentInterruption when the deployment is interrupted meanwhile
 */
export async function pause(run: DeploymentRun, milliseconds: number): Promise<void> {
  await run.serviceContext.clock.sleep(milliseconds, run.signal);
  run.signal.throwIfAborted();
}

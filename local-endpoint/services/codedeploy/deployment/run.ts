import type { DeploymentConfigInfo } from '@aws-sdk/client-codedeploy';
import type { AwsIdentity } from '../../../kit/aws';
import { AwsError } from '../../../kit/aws-error';
import type { ServiceContext } from '../../../kit/context';
import { type Application, groupArn, type Region } from '../store';
import type { Deployment } from './deployment';
import { Interruption } from './interruption';

/** A deployment while it runs. */
export interface Run {
  readonly serviceContext: ServiceContext;
  readonly region: Region;
  readonly application: Application;
  readonly deployment: Deployment;
  readonly config: DeploymentConfigInfo;
  /** The service role's session: every call of the deployment is made with it. */
  readonly identity: AwsIdentity;
  /** Aborts when the deployment is interrupted or the endpoint ends. */
  readonly signal: AbortSignal;
}

/** The names AWS's messages have for the services a deployment calls. */
export type CalledService = 'AmazonECS' | 'AmazonElasticLoadBalancing' | 'AWSLambda' | 'AmazonCloudWatch';

/** How often the state of tasks and alarms is looked at, in the clock's time. */
export const POLL_MILLISECONDS = 10_000;

/** @throws Interruption `IAM_ROLE_MISSING` where CodeDeploy cannot be the service role */
export async function assumeServiceRole(
  context: ServiceContext,
  region: Region,
  deployment: Deployment,
): Promise<AwsIdentity> {
  const { serviceRoleArn = '', applicationName = '', deploymentGroupName = '' } = deployment.group;
  const source = groupArn(region, applicationName, deploymentGroupName);
  try {
    return await context.aws.asRole(serviceRoleArn, region.name, 'codedeploy.amazonaws.com', source);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new Interruption(
      'IAM_ROLE_MISSING',
      `The service role ${serviceRoleArn} cannot be assumed by CodeDeploy. ${error.message}`,
    );
  }
}

/**
 * Lets time pass.
 * @throws Interruption when the deployment is interrupted meanwhile
 */
export async function pause(run: Run, milliseconds: number): Promise<void> {
  await run.serviceContext.clock.sleep(milliseconds, run.signal);
  run.signal.throwIfAborted();
}

/**
 * Makes a call as the service role.
 * @throws Interruption that tells what the call refused in CodeDeploy's words
 */
export async function call<Output>(
  run: Run,
  service: CalledService,
  send: () => Promise<Output>,
): Promise<Output> {
  run.signal.throwIfAborted();
  try {
    return await send();
  } catch (error) {
    throw explain(run, service, error);
  }
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html */
function explain(run: Run, service: CalledService, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Interruption) return error;
  const { name, message } = error;
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (/AccessDenied|NotAuthorized|UnauthorizedOperation/.test(name))
    return new Interruption(
      'IAM_ROLE_PERMISSIONS',
      `The IAM role ${run.deployment.group.serviceRoleArn} does not give you permission to perform operations in the ` +
        `following AWS service: ${service}. Contact your AWS administrator if you need help. If you are an AWS ` +
        'administrator, you can grant permissions to your users or groups by creating IAM policies. ' +
        `(${message})`,
    );
  const detail = `${message} (Service: ${service}; Status Code: ${status ?? 'none'}; Error Code: ${name})`;
  switch (service) {
    case 'AmazonECS':
      return new Interruption(
        'ECS_UPDATE_ERROR',
        `The ECS service cannot be updated due to an unexpected error: ${detail}`,
      );
    case 'AmazonElasticLoadBalancing':
      return new Interruption(
        'ELASTIC_LOAD_BALANCING_INVALID',
        `The ELB could not be updated due to the following error: ${detail}`,
      );
    case 'AWSLambda':
      return new Interruption(
        'INVALID_LAMBDA_FUNCTION',
        `The Lambda function could not be invoked: ${detail}`,
      );
    case 'AmazonCloudWatch':
      return new Interruption(
        'INTERNAL_ERROR',
        `The alarms of the deployment group could not be read: ${detail}`,
      );
  }
}

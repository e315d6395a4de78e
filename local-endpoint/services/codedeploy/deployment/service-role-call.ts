import { DeploymentInterruption } from './interruption';
import type { DeploymentRun } from './run';

/** The services that a deployment calls, as AWS's messages name them. */
export type CalledService = 'AmazonECS' | 'AmazonElasticLoadBalancing' | 'AWSLambda' | 'AmazonCloudWatch';

/**
 * Makes a call with the service role's session.
 * @throws DeploymentInterruption with CodeDeploy's code and message for an error of the called service
 */
export async function callAsServiceRole<Output>(
  run: DeploymentRun,
  service: CalledService,
  send: () => Promise<Output>,
): Promise<Output> {
  run.signal.throwIfAborted();
  try {
    return await send();
  } catch (error) {
    throw asInterruption(run, service, error);
  }
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html */
function asInterruption(run: DeploymentRun, service: CalledService, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DeploymentInterruption) return error;
  const { name, message } = error;
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (/AccessDenied|NotAuthorized|UnauthorizedOperation/.test(name))
    return new DeploymentInterruption(
      'IAM_ROLE_PERMISSIONS',
      `The IAM role ${run.deployment.group.serviceRoleArn} does not give you permission to perform operations in the ` +
        `following AWS service: ${service}. Contact your AWS administrator if you need help. If you are an AWS ` +
        'administrator, you can grant permissions to your users or groups by creating IAM policies. ' +
        `(${message})`,
    );
  const detail = `${message} (Service: ${service}; Status Code: ${status ?? 'none'}; Error Code: ${name})`;
  const { code, text } = FAILURES[service];
  return new DeploymentInterruption(code, `${text}: ${detail}`);
}

const FAILURES = {
  AmazonECS: {
    code: 'ECS_UPDATE_ERROR',
    text: 'The ECS service cannot be updated due to an unexpected error',
  },
  AmazonElasticLoadBalancing: {
    code: 'ELASTIC_LOAD_BALANCING_INVALID',
    text: 'The ELB could not be updated due to the following error',
  },
  AWSLambda: { code: 'INVALID_LAMBDA_FUNCTION', text: 'The Lambda function could not be used' },
  AmazonCloudWatch: { code: 'INTERNAL_ERROR', text: 'The alarms of the deployment group could not be read' },
} as const;

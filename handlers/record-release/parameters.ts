import type { PipelineIdentity } from '../contract/names';
import { RECORD_RELEASE_VARIABLES } from '../contract/record-release';
import { ConfigurationError } from '../errors';
import { isObject, textOf } from '../json';

/** A deployment of a pipeline's that ended well. */
export interface EndedDeployment {
  readonly identity: PipelineIdentity;
  /** Twelve digits. */
  readonly account: string;
  readonly deploymentId: string;
}

/**
 * Reads CodeDeploy's event of a deployment that ended well.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 * @param variables the function's environment variables
 * @returns nothing for any other event, and for an application that is none of this environment's pipelines
 * @throws ConfigurationError where the function lacks a variable
 */
export function parseDeploymentEvent(
  event: unknown,
  variables: Readonly<Record<string, string | undefined>>,
): EndedDeployment | undefined {
  if (!isObject(event) || event['detail-type'] !== 'CodeDeploy Deployment State-change Notification')
    return undefined;
  const detail = isObject(event.detail) ? event.detail : {};
  const deploymentId = textOf(detail, 'deploymentId');
  const identity = identityOf(textOf(detail, 'application') ?? '', variables);
  if (!identity || !deploymentId || detail.state !== 'SUCCESS') return undefined;
  return { identity, account: textOf(event, 'account') ?? '', deploymentId };
}

function identityOf(
  application: string,
  variables: Readonly<Record<string, string | undefined>>,
): PipelineIdentity | undefined {
  const prefix = variable(variables, RECORD_RELEASE_VARIABLES.prefix);
  const environment = variable(variables, RECORD_RELEASE_VARIABLES.environment);
  const [start, end] = [`${prefix}-`, `-${environment}`];
  const pipeline = application.slice(start.length, -end.length);
  if (!pipeline || application !== `${start}${pipeline}${end}`) return undefined;
  return { prefix, pipeline, environment };
}

function variable(variables: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = variables[name];
  if (!value) throw new ConfigurationError(`The function must have the environment variable ${name}`);
  return value;
}

import type { PipelineIdentity } from '../contract/names';
import { RECORD_RELEASE_VARIABLES } from '../contract/record-release';
import { ConfigurationError } from '../errors';
import { isJobEvent, type JobRequest, parseJob } from '../job/parse-job';
import { isObject, objectOf, optionalText, type UnknownObject } from '../json';

/** Why `record-release` was invoked: by a pipeline, by CodeDeploy's event, or by an event that it does not handle. */
export type RecordReleaseRequest = JobRequest | SucceededDeployment | { readonly kind: 'other' };

/** A deployment of one of our pipelines that succeeded. */
export interface SucceededDeployment {
  readonly kind: 'deployment';
  readonly pipeline: PipelineIdentity;
  /** Twelve digits. */
  readonly account: string;
  readonly deploymentId: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Parses the function's event, once: nothing behind this reads it again.
 * @param variables the function's environment variables
 * @throws ConfigurationError for a job without id, and where the function lacks a variable
 */
export function parseEvent(event: unknown, variables: Variables): RecordReleaseRequest {
  if (isJobEvent(event)) return parseJob(event, () => undefined);
  const deployment = isObject(event) ? parseDeploymentEvent(event, variables) : undefined;
  return deployment ?? { kind: 'other' };
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
function parseDeploymentEvent(event: UnknownObject, variables: Variables): SucceededDeployment | undefined {
  if (event['detail-type'] !== 'CodeDeploy Deployment State-change Notification') return undefined;
  const detail = objectOf(event, 'detail');
  const deploymentId = optionalText(detail, 'deploymentId');
  const pipeline = identityOf(optionalText(detail, 'application') ?? '', variables);
  if (!pipeline || !deploymentId || detail.state !== 'SUCCESS') return undefined;
  return { kind: 'deployment', pipeline, account: optionalText(event, 'account') ?? '', deploymentId };
}

/** @returns nothing for an application that belongs to none of this environment's pipelines */
function identityOf(application: string, variables: Variables): PipelineIdentity | undefined {
  const prefix = variable(variables, RECORD_RELEASE_VARIABLES.prefix);
  const environment = variable(variables, RECORD_RELEASE_VARIABLES.environment);
  const [start, end] = [`${prefix}-`, `-${environment}`];
  const pipeline = application.slice(start.length, -end.length);
  if (!pipeline || application !== `${start}${pipeline}${end}`) return undefined;
  return { prefix, pipeline, environment };
}

function variable(variables: Variables, name: string): string {
  const value = variables[name];
  if (!value) throw new ConfigurationError(`The function must have the environment variable ${name}`);
  return value;
}

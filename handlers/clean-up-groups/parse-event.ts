import { CLEAN_UP_GROUPS_VARIABLES } from '../contract/clean-up-groups';
import type { PipelineIdentity } from '../contract/names';
import { ConfigurationError } from '../errors';
import { pipelineOfGroup } from '../fleet/group-name';
import { isObject, objectOf, optionalText } from '../json';

/** Why `clean-up-groups` was invoked: the end of an execution, or of an instance, or an event that it does not handle. */
export type CleanUpRequest = CleanUp | { readonly kind: 'other' };

export interface CleanUp {
  readonly kind: 'clean-up';
  readonly pipeline: PipelineIdentity;
  /** Twelve digits. */
  readonly account: string;
  /** The execution that ended. @default - an instance did */
  readonly executionId?: string;
  /** The instance that has terminated. @default - an execution ended */
  readonly instance?: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Parses the function's event, once: nothing behind this reads it again.
 * @param variables the function's environment variables
 * @throws ConfigurationError where the function lacks a variable
 */
export function parseEvent(event: unknown, variables: Variables): CleanUpRequest {
  if (!isObject(event)) return { kind: 'other' };
  const detail = objectOf(event, 'detail');
  const account = optionalText(event, 'account') ?? '';
  const isExecution = event['detail-type'] === 'CodePipeline Pipeline Execution State Change';
  const group = optionalText(detail, 'AutoScalingGroupName') ?? '';
  const name = isExecution ? optionalText(detail, 'pipeline') : pipelineOfGroup(group);
  const pipeline = identityOf(name ?? '', variables);
  if (!pipeline || !account) return { kind: 'other' };
  return {
    kind: 'clean-up',
    pipeline,
    account,
    executionId: isExecution ? optionalText(detail, 'execution-id') : undefined,
    instance: isExecution ? undefined : optionalText(detail, 'EC2InstanceId'),
  };
}

/** @returns nothing for a pipeline of another environment */
function identityOf(name: string, variables: Variables): PipelineIdentity | undefined {
  const prefix = variable(variables, CLEAN_UP_GROUPS_VARIABLES.prefix);
  const environment = variable(variables, CLEAN_UP_GROUPS_VARIABLES.environment);
  const [start, end] = [`${prefix}-`, `-${environment}`];
  const pipeline = name.slice(start.length, -end.length);
  return pipeline && name === `${start}${pipeline}${end}` ? { prefix, pipeline, environment } : undefined;
}

function variable(variables: Variables, name: string): string {
  const value = variables[name];
  if (!value) throw new ConfigurationError(`The function must have the environment variable ${name}`);
  return value;
}

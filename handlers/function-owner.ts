import type { Context } from 'aws-lambda';
import { OWNER_VARIABLES } from './contract/action-function';
import type { PipelineIdentity } from './contract/names';
import { ConfigurationError } from './errors';

/** The part of Lambda's context that action functions use: partition, region, account and the function's name. */
export type FunctionContext = Pick<Context, 'invokedFunctionArn'>;

/** Whose pipelines a function works for. It is known from where the function runs, never from its event. */
export interface FunctionOwner {
  /** The config's prefix. */
  readonly prefix: string;
  /** The environment's name. */
  readonly environment: string;
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly functionName: string;
}

/**
 * The owner of the function that runs.
 * @param variables its environment variables
 * @throws ConfigurationError where it lacks one, and for an invocation by version, alias or `$LATEST`: each has a policy of its
 * own, so that whom the function's policy denies could come that way.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function functionOwner(
  { invokedFunctionArn }: FunctionContext,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): FunctionOwner {
  const [, partition = 'aws', , region = '', account = '', , functionName = '', qualifier] =
    invokedFunctionArn.split(':');
  if (qualifier)
    throw new ConfigurationError(
      `The function must be invoked without a qualifier, because its policy is about requests that have none, got: ${qualifier}`,
    );
  const variable = (name: string): string => {
    const value = variables[name];
    if (!value) throw new ConfigurationError(`The function must have the environment variable ${name}`);
    return value;
  };
  return {
    prefix: variable(OWNER_VARIABLES.prefix),
    environment: variable(OWNER_VARIABLES.environment),
    ...{ partition, region, account, functionName },
  };
}

/** The pipeline of a name, `<prefix>-<pipeline>-<environment>`. @returns nothing for a pipeline of another environment */
export function ownPipeline(
  name: string,
  { prefix, environment }: Pick<FunctionOwner, 'prefix' | 'environment'>,
): PipelineIdentity | undefined {
  const [start, end] = [`${prefix}-`, `-${environment}`];
  const pipeline = name.slice(start.length, -end.length);
  return pipeline && name === `${start}${pipeline}${end}` ? { prefix, pipeline, environment } : undefined;
}

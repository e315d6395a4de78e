import type { SSMClient } from '@aws-sdk/client-ssm';
import type { FunctionSettings, LambdaSettings } from '../contract/lambda-settings';
import { ConfigurationError } from '../errors';
import { readParameters, type StateParameter } from '../parameters/read-parameters';

/** How many parameters one call reads. */
const BATCH = 10;

/**
 * Reads the environment variables whose values are in Parameter Store, as they are now: a release brings a value that has
 * changed like any other change of the configuration. Nothing is read where the settings name no parameters.
 * @returns the functions with the values of all variables
 * @throws ConfigurationError where a parameter is not there, or is a SecureString: whoever may look at a function reads
 * its variables
 */
export async function readVariables(
  ssm: SSMClient,
  settings: LambdaSettings,
): Promise<Readonly<Record<string, FunctionSettings>>> {
  const functions = Object.entries(settings.functions);
  const names = new Set(functions.flatMap(([, { parameters = {} }]) => Object.values(parameters)));
  const queries = [...names].map((name) => ({ name }));
  const found = new Map<string, StateParameter>();
  for (let start = 0; start < queries.length; start += BATCH)
    for (const [name, one] of await readParameters(ssm, queries.slice(start, start + BATCH)))
      found.set(name, one);
  return Object.fromEntries(functions.map(([name, one]) => [name, withValues(name, one, found)]));
}

function withValues(
  name: string,
  settings: FunctionSettings,
  found: ReadonlyMap<string, StateParameter>,
): FunctionSettings {
  if (!settings.environment && !settings.parameters) return settings;
  const values = Object.entries(settings.parameters ?? {}).map(([variable, parameter]) => {
    const read = found.get(parameter);
    const fail = (rule: string, got: string): never => {
      throw new ConfigurationError(
        `functions.${name}.environment.${variable}: parameter ${parameter} must ${rule}, got: ${got}`,
      );
    };
    if (!read) return fail('exist', 'no such parameter');
    if (read.type === 'SecureString')
      return fail(
        'be of type String or StringList, because whoever may look at a function reads its variables; have the function read it',
        read.type,
      );
    return [variable, read.value] as const;
  });
  return { ...settings, environment: { ...settings.environment, ...Object.fromEntries(values) } };
}

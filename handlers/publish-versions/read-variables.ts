import { GetParametersCommand, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';
import type { FunctionSettings, LambdaSettings } from '../contract/lambda-settings';
import { ConfigurationError } from '../errors';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const MAX_NAMES = 10;

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
  const names = Object.values(settings.functions).flatMap(({ parameters = {} }) => Object.values(parameters));
  const found = await readByName(ssm, [...new Set(names)]);
  return Object.fromEntries(
    Object.entries(settings.functions).map(([name, one]) => [name, withValues(name, one, found)]),
  );
}

async function readByName(ssm: SSMClient, names: readonly string[]): Promise<ReadonlyMap<string, Parameter>> {
  const found = new Map<string, Parameter>();
  for (let start = 0; start < names.length; start += MAX_NAMES) {
    const Names = names.slice(start, start + MAX_NAMES);
    const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names }));
    for (const one of Parameters) found.set(one.Name ?? '', one);
  }
  return found;
}

function withValues(
  name: string,
  settings: FunctionSettings,
  found: ReadonlyMap<string, Parameter>,
): FunctionSettings {
  const values = Object.entries(settings.parameters ?? {}).map(([variable, parameter]) => {
    const { Type, Value } = found.get(parameter) ?? {};
    const fail = (rule: string, got: string): never => {
      throw new ConfigurationError(
        `functions.${name}.environment.${variable}: parameter ${parameter} must ${rule}, got: ${got}`,
      );
    };
    if (Value === undefined) return fail('exist', 'no such parameter');
    if (Type === 'SecureString')
      return fail(
        'be of type String or StringList, because whoever may look at a function reads its variables; have the function read it',
        Type,
      );
    return [variable, Value] as const;
  });
  return { ...settings, environment: { ...settings.environment, ...Object.fromEntries(values) } };
}

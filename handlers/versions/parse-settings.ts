import type { FunctionSettings, LambdaSettings } from '../contract/lambda-settings';
import type { UnknownObject } from '../json';
import { type SettingsChecker, settingsChecker } from '../parameters/settings-checker';

/**
 * Parses what CloudFormation wrote.
 * @param name of the parameter, for error messages
 * @throws ConfigurationError with field, rule and value
 */
export function parseSettings(name: string, text: string): LambdaSettings {
  const check = settingsChecker(name, text);
  const { settings } = check;
  check.text(settings, 'hash');
  check.text(settings, 'alias');
  check.number(settings, 'keepVersions', 1);
  if (settings.hooks !== undefined) {
    const hooks = check.object(settings, 'hooks');
    for (const hook of Object.keys(hooks)) check.text(hooks, hook, 'hooks.');
  }
  if (settings.latest !== undefined && typeof settings.latest !== 'boolean')
    check.fail('latest', 'true or false', settings.latest);
  if (settings.shared !== undefined) check.texts(settings, 'shared');
  const functions = check.object(settings, 'functions');
  if (Object.keys(functions).length === 0)
    check.fail('functions', 'an object of at least one function', functions);
  for (const one of Object.keys(functions))
    checkFunction(check, check.object(functions, one, 'functions.'), `functions.${one}.`);
  return settings as unknown as LambdaSettings;
}

function checkFunction(check: SettingsChecker, given: UnknownObject, path: string): void {
  if (given.existing !== undefined && typeof given.existing !== 'boolean')
    check.fail(`${path}existing`, 'true or false', given.existing);
  if (given.snapStart !== undefined && typeof given.snapStart !== 'boolean')
    check.fail(`${path}snapStart`, 'true or false', given.snapStart);
  for (const field of ['functionName', 'code'] as const satisfies readonly (keyof FunctionSettings)[])
    check.text(given, field, path);
  // What an existing function has is only checked where a release is to change it.
  const isLeft = (field: keyof FunctionSettings): boolean =>
    given.existing === true && given[field] === undefined;
  for (const field of ['handler', 'runtime'] as const) if (!isLeft(field)) check.text(given, field, path);
  if (!isLeft('architecture')) check.oneOf(given, 'architecture', ['x86_64', 'arm64'], path);
  for (const field of ['memory', 'timeout'] as const) if (!isLeft(field)) check.number(given, field, 1, path);
  const variables = isLeft('environment') ? {} : check.object(given, 'environment', path);
  for (const [variable, value] of Object.entries(variables))
    if (typeof value !== 'string') check.fail(`${path}environment.${variable}`, 'text', typeof value);
  if (given.parameters !== undefined) {
    const parameters = check.object(given, 'parameters', path);
    for (const variable of Object.keys(parameters)) check.text(parameters, variable, `${path}parameters.`);
  }
  if (given.network !== undefined) {
    const network = check.object(given, 'network', path);
    for (const field of ['subnets', 'securityGroups']) check.texts(network, field, `${path}network.`);
  }
}

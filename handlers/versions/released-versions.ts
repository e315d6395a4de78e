import type { LambdaSettings } from '../contract/lambda-settings';
import { ConfigurationError } from '../errors';
import { shortened } from '../excerpt';

/**
 * The released version of every function, by its name in the config, from an action's parameters.
 * @throws ConfigurationError where one is none, or of no function of the settings
 */
export function releasedVersions(
  given: Readonly<Record<string, string>>,
  { functions }: LambdaSettings,
): (readonly [string, string])[] {
  const unknown = Object.keys(given).find((name) => !(name in functions));
  if (unknown !== undefined)
    throw new ConfigurationError(
      `UserParameters: versions must name functions of the settings, got: ${shortened(unknown)}`,
    );
  return Object.keys(functions).map((name) => {
    const version = given[name] ?? '';
    if (!/^[1-9]\d*$/.test(version))
      throw new ConfigurationError(
        `UserParameters: versions.${name} must be the number of a version, got: ${shortened(version) || 'none'}`,
      );
    return [name, version];
  });
}

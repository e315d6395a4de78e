import type { LambdaSettings } from '../contract/lambda-settings';
import { ConfigurationError } from '../errors';
import { shortened } from '../excerpt';
import type { ParameterReader } from '../job/user-parameters';
import { LATEST } from './alias';

/** The parameters of an action that is handed released versions, of its own. */
export const parseReleasedVersions = ({ text, texts }: ParameterReader) => ({
  settings: text('settings'),
  versions: texts('versions'),
});

/**
 * The released version of every function, or `$LATEST`, by its name in the config, from an action's parameters.
 * @throws ConfigurationError where one is none, or of no function of the settings
 */
export function releasedVersions(
  given: Readonly<Record<string, string>>,
  { functions, latest }: LambdaSettings,
): (readonly [string, string])[] {
  const unknown = Object.keys(given).find((name) => !(name in functions));
  if (unknown !== undefined)
    throw new ConfigurationError(
      `UserParameters: versions must name functions of the settings, got: ${shortened(unknown)}`,
    );
  const [form, rule] = latest ? [/^\$LATEST$/, LATEST] : [/^[1-9]\d*$/, 'the number of a version'];
  return Object.keys(functions).map((name) => {
    const version = given[name] ?? '';
    if (!form.test(version))
      throw new ConfigurationError(
        `UserParameters: versions.${name} must be ${rule}, got: ${shortened(version) || 'none'}`,
      );
    return [name, version];
  });
}

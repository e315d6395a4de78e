import { type GreenGroup, NO_GREEN } from '../contract/fleet-settings';
import { ConfigurationError } from '../errors';
import { excerptOfFile } from '../excerpt';
import { optionalText, parseObject } from '../json';
import type { StateParameter } from '../parameters/read-parameters';

/**
 * Parses `…/asg/green`.
 * @returns nothing where no release is bringing up a group
 * @throws ConfigurationError where it holds something else
 */
export function parseGreen(name: string, parameter: StateParameter | undefined): GreenGroup | undefined {
  if (!parameter || parameter.value === NO_GREEN) return undefined;
  const given = parseObject(parameter.value) ?? {};
  const [group, targetGroup, execution, job] = ['group', 'targetGroup', 'execution', 'job'].map((member) =>
    optionalText(given, member),
  );
  const { attempt } = given;
  if (!group || !targetGroup || !execution || !job || typeof attempt !== 'number')
    throw new ConfigurationError(
      `Parameter ${name} must hold group, targetGroup, execution, attempt and job as JSON, or be ${NO_GREEN}, got: ${excerptOfFile(parameter.value)}; where no release runs, write ${NO_GREEN}`,
    );
  return { group, targetGroup, execution, attempt, job, blue: optionalText(given, 'blue') };
}

import type { Diagnostic } from '../../config/diagnostic';
import type { LocatedPipeline } from '../../config/kind';
import type { Check } from './model';

/**
 * Every check is a stage of its own, and no two stages are called the same. The entry has the checks at `checks`.
 * @param stages those that the pipeline has anyway
 */
export function checkStages(
  checks: readonly Check[],
  { at }: Pick<LocatedPipeline, 'at'>,
  stages: readonly string[],
): Diagnostic[] {
  return checks.flatMap(({ name }, index): Diagnostic[] => {
    const stage = checkStageName(name);
    const path = at(['checks', name]);
    if (stages.includes(stage))
      return [
        {
          path,
          part: 'key',
          rule: `makes a second stage ${stage}: every pipeline has one, so that this check needs another name`,
        },
      ];
    const first = checks.slice(0, index).find((other) => checkStageName(other.name) === stage);
    if (!first) return [];
    return [{ path, part: 'key', rule: `makes a second stage ${stage}: ${first.name} makes one already` }];
  });
}

/** The stage of a check: `unit-tests` becomes `UnitTests`. */
export const checkStageName = (check: string): string =>
  check
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

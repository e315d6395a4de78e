import type { Finding } from '../../config/check-schema';
import type { Draft } from '../../config/resolve';

/** The stages that a pipeline has anyway. */
const STAGES = ['Source', 'Build', 'Scan', 'Approval', 'Deploy'];

/** Every check is a stage of its own, and no two stages are called the same. */
export function checkStages({ pipelines }: Draft): Finding[] {
  return pipelines.flatMap(({ pipeline: { checks }, at }) =>
    checks.flatMap(({ name }, index): Finding[] => {
      const stage = stageName(name);
      const path = at(['checks', name]);
      if (STAGES.includes(stage))
        return [
          {
            path,
            part: 'key',
            rule: `makes a second stage ${stage}: every pipeline has one, so that this check needs another name`,
          },
        ];
      const first = checks.slice(0, index).find((other) => stageName(other.name) === stage);
      if (!first) return [];
      return [{ path, part: 'key', rule: `makes a second stage ${stage}: ${first.name} makes one already` }];
    }),
  );
}

/** `unit-tests` becomes `UnitTests`. */
function stageName(check: string): string {
  return check
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

import type { Diagnostic } from '../../../config/diagnostic';
import { isMapping } from '../../../config/merge';
import type { Path } from '../../../config/path';

/** Keys of `deploy` that mean nothing where no version is published. */
const VERSION_KEYS = ['traffic', 'hooks', 'rollbackOn', 'alarms', 'keepVersions'];

/** Whether a key of `deploy` says something of versions: that all traffic moves at once holds without one, too. */
export const isOfVersions = (key: string, value: unknown): boolean =>
  VERSION_KEYS.includes(key) && value !== 'all-at-once';

/** Keys of an entry, or of its variation, that must not be beside each other. */
export function lambdaClashes({ deploy }: Readonly<Record<string, unknown>>, above: Path): Diagnostic[] {
  if (!isMapping(deploy) || deploy.latest !== true) return [];
  return Object.entries(deploy)
    .filter(([key, value]) => isOfVersions(key, value))
    .map(([key]) => ({
      path: [...above, 'deploy', key],
      part: 'key',
      rule: 'must not be beside latest: true, which publishes no version: what is released serves at once, and nothing takes it back',
    }));
}

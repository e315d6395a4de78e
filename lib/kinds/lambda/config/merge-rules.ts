import { BUILD_MERGE_RULES } from '../../../build/config/merge-rules';
import { alternatives, combineMergeRules, type MergeRules } from '../../../config/merge';
import { SOURCE_MERGE_RULES } from '../../../source/config/merge-rules';
import { isOfVersions } from './clashes';
import { OWN_KEYS } from './functions-schema';

/** Keys of a function that others of a variation take the place of: its role by policies, what it has itself by `existing`. */
const GIVES_WAY: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(OWN_KEYS.map((key) => [key, ['existing']])),
  ...{ role: ['policies', 'existing'], policies: ['role', 'existing'], existing: OWN_KEYS },
};

/** How variations are laid over an entry's. */
export const LAMBDA_MERGE_RULES: MergeRules = combineMergeRules(
  SOURCE_MERGE_RULES,
  BUILD_MERGE_RULES,
  alternatives({ 'deploy traffic': { canary: ['linear'], linear: ['canary'] } }),
  {
    isWhole: (path) => path === 'deploy hooks',
    isReplaced: (path, key, _own, variation) =>
      /^functions \S+$/.test(path) && (GIVES_WAY[key] ?? []).some((other) => Object.hasOwn(variation, other)),
  },
  {
    // What is said of versions gives way to `$LATEST`, and the other way round.
    isReplaced: (path, key, own, variation) =>
      path === 'deploy' &&
      (key === 'latest'
        ? Object.entries(variation).some((one) => isOfVersions(...one))
        : variation.latest === true && isOfVersions(key, own[key])),
  },
);

import { BUILD_MERGE_RULES } from '../../../build/config/merge-rules';
import { alternatives, combineMergeRules, type MergeRules } from '../../../config/merge';
import { SOURCE_MERGE_RULES } from '../../../source/config/merge-rules';
import { isOfVersions } from './clashes';

/** A function's role that is there already, or the policies of one that the factory makes. */
const ROLES: Readonly<Record<string, string>> = { role: 'policies', policies: 'role' };

/** How variations are laid over an entry's. */
export const LAMBDA_MERGE_RULES: MergeRules = combineMergeRules(
  SOURCE_MERGE_RULES,
  BUILD_MERGE_RULES,
  alternatives({ 'deploy traffic': { canary: ['linear'], linear: ['canary'] } }),
  {
    isWhole: (path) => path === 'deploy hooks',
    isReplaced: (path, key, _own, variation) =>
      /^functions \S+$/.test(path) && key in ROLES && Object.hasOwn(variation, ROLES[key] ?? ''),
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

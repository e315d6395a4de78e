import { isMapping, type MergeRules } from '../../config/merge';
import { OFF } from './off';

/**
 * How variations of `build`, `checks` and `verify` are laid over an entry's: short forms are expanded, where a variable's
 * value is kept is in one place, and build and checks go with a git source.
 */
export const BUILD_MERGE_RULES: MergeRules = {
  isWhole: (path) => /^(build|checks \S+|verify) environment \S+$/.test(path),
  expand(path, text) {
    if (path === 'build' && text === 'docker') return {};
    if (/^build images \S+$/.test(path)) return { ecr: text };
    if (/^checks \S+$/.test(path) || (path === 'verify' && text !== OFF)) return { buildspec: text };
    return undefined;
  },
  isReplaced: (path, key, own, variation) =>
    path === '' && (key === 'build' || key === 'checks') && leavesGit(own.source, variation.source),
};

function leavesGit(own: unknown, variation: unknown): boolean {
  if (!isMapping(own) || !isMapping(variation)) return false;
  return Object.hasOwn(own, 'git') && !Object.hasOwn(variation, 'git') && Object.keys(variation).length > 0;
}

import type { GitSource, Patterns, PushFilter } from './config/git-model';
import { isLiteral, MAX_PATTERNS } from './config/glob';

/** The source action of a commit, which is also the namespace of its variables, and its artifact. */
export const COMMIT = { action: 'Source', artifact: 'source' } as const;

/**
 * Whether every release knows the branch of its commit, and a build can be given it. AWS does not document what `BranchName`
 * is where a tag started it, and an action that names a variable without a value fails. The action of CodeCommit always has
 * the branch that it is configured with, whichever branch an event pins it to a commit of.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-overrides.html
 */
export const hasBranch = ({ host, branch, push }: GitSource): boolean =>
  push.every(
    ({ tags, branches }) =>
      !tags &&
      (host.type === 'connection'
        ? withoutQuotes(branches)
        : branches?.includes.every((name) => name === branch)),
  );

/**
 * The branches of a filter without those that have a double quote in their names, the one character that a branch may
 * have and a text in JSON may not. CodeBuild is given its variables as JSON, in which CodePipeline puts the branch as it is:
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export function quotesExcluded(patterns: Patterns): Patterns {
  const { includes, excludes } = patterns;
  if (includes.every(isLiteral) || excludes.length >= MAX_PATTERNS) return patterns;
  return { includes, excludes: [...excludes, NAMES_WITH_QUOTES] };
}

/** Where an exclude more does not fit, branches may have any name. The config takes no include with a quote. */
function withoutQuotes(branches: PushFilter['branches']): boolean {
  if (!branches) return false;
  return branches.includes.every(isLiteral) || branches.excludes.length < MAX_PATTERNS;
}

/** A pattern of names with a double quote: in any part of a name, whether `**` stands for the parts before and after, or for the slashes too. */
export const NAMES_WITH_QUOTES = '{*"*,**/*"*,*"*/**,**/*"*/**}';

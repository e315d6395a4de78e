import type { GitSource } from './config/git-model';

/** The source action of a commit, which is also the namespace of its variables, and its artifact. */
export const COMMIT = { action: 'Source', artifact: 'source' } as const;

/**
 * Whether every execution knows the branch of its commit. AWS does not document what `BranchName` is where a tag or a pull
 * request started it, and an action that names a variable without a value fails. The action of CodeCommit always has the
 * branch that it is configured with, whichever branch an event pins it to a commit of.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-overrides.html
 */
export const hasBranch = ({ host, branch, push, pullRequest }: GitSource): boolean =>
  pullRequest.length === 0 &&
  push.every(
    ({ tags, branches }) =>
      !tags && (host.type === 'connection' || branches?.includes.every((name) => name === branch)),
  );

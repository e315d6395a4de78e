import type { GitSource } from '../spec/model';

/** The source action of a commit, which is also the namespace of its variables, and its artifact. */
export const COMMIT = { action: 'Source', artifact: 'source' } as const;

/**
 * Whether every execution knows a branch. AWS does not document what `BranchName` is where a tag or a pull request started
 * it, and an action that names a variable without a value fails.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export const tellsBranch = ({ host, push, pullRequest }: GitSource): boolean =>
  host.type === 'codecommit' || (pullRequest.length === 0 && push.every(({ tags }) => !tags));

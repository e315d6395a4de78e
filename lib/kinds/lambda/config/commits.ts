import type { CommitBuild } from '../../../build/commit-build';
import type { Commits } from '../../../build/config/model';
import type { LambdaPipeline } from './model';

/** What is checked and built of a pipeline's commits. */
export const lambdaCommits = (
  { checks }: Pick<LambdaPipeline, 'checks'>,
  { git, build }: Commits,
): Pick<CommitBuild, 'git' | 'build' | 'checks' | 'deployFiles'> => ({
  git,
  build,
  checks,
  deployFiles: [],
});

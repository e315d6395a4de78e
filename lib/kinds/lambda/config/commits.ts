import type { CommitBuild } from '../../../build/commit-build';
import type { LambdaPipeline } from './model';

/** What is checked and built of a pipeline's commits. */
export const lambdaCommits = ({
  source: { git, build },
  checks,
}: LambdaPipeline): Pick<CommitBuild, 'git' | 'build' | 'checks' | 'deployFiles'> => ({
  git,
  build,
  checks,
  deployFiles: [],
});

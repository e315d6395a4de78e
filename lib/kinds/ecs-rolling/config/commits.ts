import type { CommitBuild } from '../../../build/commit-build';
import type { EcsRollingPipeline } from './model';

/** What is checked and built of a pipeline's commits, and which files of them its deployment reads. */
export const rollingCommits = ({
  source: { git, build },
  checks,
  deploy: { taskDefinition },
}: EcsRollingPipeline): Pick<CommitBuild, 'git' | 'build' | 'checks' | 'deployFiles'> => ({
  git,
  build,
  checks,
  deployFiles: taskDefinition ? [taskDefinition] : [],
});

import type { CommitBuild } from '../../../build/commit-build';
import type { Commits } from '../../../build/config/model';
import type { EcsBlueGreenPipeline } from './model';

/** What is checked and built of a pipeline's commits, and which files of them its deployment reads. */
export const blueGreenCommits = (
  { checks, deploy: { appSpec, taskDefinition } }: EcsBlueGreenPipeline,
  { git, build }: Commits,
): Pick<CommitBuild, 'git' | 'build' | 'checks' | 'deployFiles'> => ({
  git,
  build,
  checks,
  deployFiles: [appSpec, taskDefinition],
});

import type { CommitBuild } from '../../../build/commit-build';
import { identityOf } from '../../../config/identity';
import { rollingCommits } from '../config/commits';
import type { EcsRollingPipeline } from '../config/model';

/** What is built of a pipeline's commits. */
export const rollingCommitBuild = (pipeline: EcsRollingPipeline): CommitBuild => ({
  identity: identityOf(pipeline),
  environment: pipeline.environment,
  ...rollingCommits(pipeline),
});

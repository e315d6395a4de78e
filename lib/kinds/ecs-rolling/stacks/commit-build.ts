import type { CommitBuild } from '../../../build/commit-build';
import { identityOf } from '../../../config/identity';
import type { EcsRollingPipeline } from '../config/model';

/** What is built of a pipeline's commits. */
export const rollingCommitBuild = (pipeline: EcsRollingPipeline): CommitBuild => ({
  identity: identityOf(pipeline),
  environment: pipeline.environment,
  git: pipeline.source.git,
  build: pipeline.source.build,
  checks: pipeline.checks,
  deployFiles: pipeline.deploy.taskDefinition ? [pipeline.deploy.taskDefinition] : [],
});

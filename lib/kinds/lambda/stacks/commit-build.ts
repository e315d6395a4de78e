import type { Commits } from '../../../build/config/model';
import type { CommitBuild } from '../../../build/commit-build';
import { identityOf } from '../../../config/identity';
import { lambdaCommits } from '../config/commits';
import type { LambdaPipeline } from '../config/model';

/** What is built of a pipeline's commits. */
export const lambdaCommitBuild = (pipeline: LambdaPipeline, source: Commits): CommitBuild => ({
  identity: identityOf(pipeline),
  environment: pipeline.environment,
  ...lambdaCommits(pipeline, source),
});

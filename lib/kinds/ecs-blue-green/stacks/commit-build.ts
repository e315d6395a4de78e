import type { CommitBuild } from '../../../build/commit-build';
import type { Commits } from '../../../build/config/model';
import { identityOf } from '../../../config/identity';
import { blueGreenCommits } from '../config/commits';
import type { EcsBlueGreenPipeline } from '../config/model';

/** What is built of a pipeline's commits. The deploy action reads each image from an artifact of its own. */
export const blueGreenCommitBuild = (pipeline: EcsBlueGreenPipeline, source: Commits): CommitBuild => ({
  identity: identityOf(pipeline),
  environment: pipeline.environment,
  ...blueGreenCommits(pipeline, source),
  artifactPerImage: true,
});

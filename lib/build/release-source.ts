import type { Construct } from 'constructs';
import type { Arns } from '../pipeline/arns';
import { commitPushes, commitSource } from '../source/git';
import type { ReleaseSource } from '../source/release-source';
import { buildAction, checkActions } from './build-action';
import { buildProjects } from './build-project';
import { buildArtifacts, type CommitBuild } from './commit-build';
import { buildExports, commitRequest } from './commit-request';

/** A commit, the checks it must pass, and the build that makes its images. */
export function commitsReleaseSource(scope: Construct, commitBuild: CommitBuild, arns: Arns): ReleaseSource {
  const { git, identity } = commitBuild;
  const { action: source, triggers } = commitSource(scope, git, identity, arns);
  return {
    stages: [
      { name: 'Source', actions: [source] },
      ...checkActions(commitBuild, arns).map((check) => ({ name: check.name, actions: [check] })),
      { name: 'Build', actions: [buildAction(commitBuild, arns)] },
    ],
    images: buildArtifacts(commitBuild),
    request: commitRequest(git, buildExports(commitBuild.build)),
    events: commitPushes(git).map((trigger, index) => ({ id: `Push${index + 1}`, trigger })),
    triggers,
    dependencies: buildProjects(scope, commitBuild),
  };
}

import type { Construct } from 'constructs';
import type { PipelineIdentity } from '../../handlers/contract/names';
import { buildAction, checkActions } from './build-action';
import { buildProjects } from './build-project';
import { buildArtifacts, type BuiltPipeline } from './built-pipeline';
import type { Arns } from '../pipeline/arns';
import { commitPushes, commitSource } from '../source/git';
import { commitQuestion } from './commit-question';
import type { Origin } from '../source/release-source';

/** A commit, the checks it must pass, and the build that makes its images. */
export function committed(
  scope: Construct,
  spec: BuiltPipeline,
  identity: PipelineIdentity,
  arns: Arns,
): Origin {
  const { action: source, triggers } = commitSource(scope, spec.source.git, identity, arns);
  return {
    stages: [
      { name: 'Source', actions: [source] },
      ...checkActions(spec, identity, arns).map((check) => ({ name: check.name, actions: [check] })),
      { name: 'Build', actions: [buildAction(spec, identity, arns)] },
    ],
    images: buildArtifacts(spec),
    question: commitQuestion(spec.source),
    events: commitPushes(spec.source.git).map((trigger, index) => ({ id: `Push${index + 1}`, trigger })),
    triggers,
    needs: buildProjects(scope, spec, identity),
  };
}

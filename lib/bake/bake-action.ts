import { BAKE_INPUTS } from '../../handlers/contract/bake';
import { BAKE_NAMESPACE } from '../../handlers/contract/create-launch-template-version';
import { bakeName, type PipelineIdentity } from '../../handlers/contract/names';
import { runBuilds } from '../build/build-action';
import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import { COMMIT } from '../source/commit';
import { cleanUpBakesGrants } from './clean-up-grants';

/**
 * Bakes the commit's AMI, or finds that there is one of the same hash. Its variables are those of the contract.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export function bakeAction(identity: PipelineIdentity, arns: Arns): Action {
  const project = bakeName(identity);
  return {
    name: BAKE_NAMESPACE,
    category: 'Build',
    provider: 'CodeBuild',
    configuration: { ProjectName: project, EnvironmentVariables: JSON.stringify(VARIABLES) },
    inputs: [COMMIT.artifact],
    namespace: BAKE_NAMESPACE,
    grants: [runBuilds(project, arns), ...cleanUpBakesGrants(identity, arns)],
  };
}

const VARIABLES = [
  { name: BAKE_INPUTS.execution, value: '#{codepipeline.PipelineExecutionId}', type: 'PLAINTEXT' },
  { name: BAKE_INPUTS.commit, value: `#{${COMMIT.action}.CommitId}`, type: 'PLAINTEXT' },
];

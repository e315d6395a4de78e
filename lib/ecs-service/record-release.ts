import { type PipelineIdentity, pipelineName, releaseParameterName } from '../../handlers/contract/names';
import { RECORD_RELEASE, recordReleaseUserParameters } from '../../handlers/contract/record-release';
import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import { invoke } from '../pipeline/invoke';

export interface RecordReleaseProps {
  /** Names. */
  readonly target: { readonly cluster: string; readonly service: string };
  /** Whether CodeDeploy deploys, whose deployment is in the pipeline's state. @default false */
  readonly codeDeploy?: boolean;
  /** Names of the repositories whose images it protects. */
  readonly repositories: readonly string[];
  /** Its run order in its stage: after the deployment. */
  readonly runOrder: number;
}

/**
 * Has the environment's action function protect the images that serve and record the release. What it reads from
 * CodeDeploy, where that deploys, is among the grants of the deployment.
 */
export function recordReleaseAction(
  { target, codeDeploy = false, repositories, runOrder }: RecordReleaseProps,
  identity: PipelineIdentity,
  arns: Arns,
): Action {
  const readAndProtect = {
    actions: [
      'codepipeline:GetPipeline',
      'codepipeline:GetPipelineExecution',
      ...(codeDeploy ? ['codepipeline:GetPipelineState'] : []),
      'codepipeline:ListActionExecutions',
      'ecr:BatchGetImage',
      'ecr:PutImage',
      'ecs:DescribeServices',
      'ssm:GetParameter',
      'ssm:PutParameter',
    ],
    resources: [
      arns.pipeline(pipelineName(identity)),
      ...repositories.map(arns.repository),
      arns.ecsService(target.cluster, target.service),
      arns.parameter(releaseParameterName(identity)),
    ],
  };
  const readTaskDefinition = {
    actions: ['ecs:DescribeTaskDefinition'],
    resources: ['*'],
    because: 'ECS knows no resource for ecs:DescribeTaskDefinition',
  };
  const userParameters = recordReleaseUserParameters(identity);
  const grants = [readAndProtect, readTaskDefinition];
  return invoke(RECORD_RELEASE, { name: 'RecordRelease', userParameters, runOrder, grants }, identity, arns);
}

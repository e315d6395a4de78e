import {
  actionFunctionName,
  type PipelineIdentity,
  pipelineName,
  releaseParameterName,
} from '../../../handlers/contract/names';
import { recordReleaseUserParameters } from '../../../handlers/contract/record-release';
import type { Action } from '../../pipeline/action';
import type { Arns } from '../../pipeline/arns';

export interface RecordReleaseProps {
  /** Names. */
  readonly target: { readonly cluster: string; readonly service: string };
  /** Whether CodeDeploy deploys, whose deployment the pipeline's state tells. @default false */
  readonly codeDeploy?: boolean;
  /** Names of the repositories whose images it protects. */
  readonly repositories: readonly string[];
  /** Its place in its stage: after the deployment. */
  readonly runOrder: number;
}

/**
 * Has the environment's action function protect the images that serve and write down the release. The function works
 * with the pipeline's role, which is why the grants are here; what it asks CodeDeploy, where the kind has that, is among
 * those of the deployment.
 */
export function recordRelease(
  { target, codeDeploy = false, repositories, runOrder }: RecordReleaseProps,
  identity: PipelineIdentity,
  arns: Arns,
): Action {
  const name = pipelineName(identity);
  const functionName = actionFunctionName(identity.prefix, identity.environment, 'record-release');
  return {
    name: 'RecordRelease',
    category: 'Invoke',
    provider: 'Lambda',
    configuration: { FunctionName: functionName, UserParameters: recordReleaseUserParameters(identity) },
    runOrder,
    grants: [
      {
        actions: [
          'lambda:InvokeFunction',
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
          arns.function(functionName),
          arns.pipeline(name),
          ...repositories.map(arns.repository),
          arns.ecsService(target.cluster, target.service),
          arns.parameter(releaseParameterName(identity)),
        ],
      },
      {
        actions: ['ecs:DescribeTaskDefinition'],
        resources: ['*'],
        because: 'ECS knows no resource for ecs:DescribeTaskDefinition',
      },
    ],
  };
}

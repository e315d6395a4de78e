import {
  actionFunctionName,
  type PipelineIdentity,
  pipelineName,
  releaseParameterName,
} from '../../../handlers/contract/names';
import { recordReleaseUserParameters } from '../../../handlers/contract/record-release';
import type { Action } from '../../pipeline/action';
import type { Arns } from '../../pipeline/arns';
import type { EcsBlueGreenPipeline } from '../../spec/model';
import type { ReleaseTarget } from './release-target';

/**
 * Has the environment's action function protect the images that serve and write down the release. The function works
 * with the pipeline's role, which is why the grants are here; what it asks CodeDeploy is among those of the deployment.
 */
export function recordRelease(
  spec: EcsBlueGreenPipeline,
  target: ReleaseTarget,
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
    runOrder: 2,
    grants: [
      {
        actions: [
          'lambda:InvokeFunction',
          'codepipeline:GetPipeline',
          'codepipeline:GetPipelineExecution',
          'codepipeline:GetPipelineState',
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
          ...new Set(spec.source.images.map(({ repository }) => arns.repository(repository))),
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

import {
  actionFunctionName,
  type PipelineIdentity,
  pipelineName,
  releaseParameterName,
} from '../../../handlers/contract/names';
import type { Action } from '../../pipeline/action';
import type { Arns } from '../../pipeline/arns';
import type { Grant } from '../../pipeline/grant';
import type { EcsBlueGreenPipeline } from '../../spec/model';
import type { ReleaseTarget } from './release-target';

/**
 * Has the environment's action function protect the images that serve and write down the release. The function works
 * with the pipeline's role, which is why the grants are here.
 */
export function recordRelease(
  spec: EcsBlueGreenPipeline,
  target: ReleaseTarget,
  identity: PipelineIdentity,
  arns: Arns,
): Action {
  const name = actionFunctionName(identity.prefix, identity.environment, 'record-release');
  return {
    name: 'RecordRelease',
    category: 'Invoke',
    provider: 'Lambda',
    configuration: { FunctionName: name, UserParameters: JSON.stringify({ ...identity }) },
    runOrder: 2,
    grants: [
      { actions: ['lambda:InvokeFunction'], resources: [arns.function(name)] },
      ...lookAtService(target, identity, arns),
      ...keepRecord(spec, identity, arns),
    ],
  };
}

function lookAtService({ cluster, service }: ReleaseTarget, identity: PipelineIdentity, arns: Arns): Grant[] {
  const name = pipelineName(identity);
  return [
    { actions: ['codedeploy:GetDeploymentGroup'], resources: [arns.deploymentGroup(name, name)] },
    { actions: ['ecs:DescribeServices'], resources: [arns.ecsService(cluster, service)] },
    {
      actions: ['ecs:DescribeTaskDefinition'],
      resources: ['*'],
      because: 'ECS knows no resource for ecs:DescribeTaskDefinition',
    },
  ];
}

function keepRecord({ source }: EcsBlueGreenPipeline, identity: PipelineIdentity, arns: Arns): Grant[] {
  return [
    {
      actions: ['ecr:BatchGetImage', 'ecr:PutImage'],
      resources: [...new Set(source.images.map(({ repository }) => arns.repository(repository)))],
    },
    {
      actions: ['ssm:GetParameter', 'ssm:PutParameter'],
      resources: [arns.parameter(releaseParameterName(identity))],
    },
    {
      actions: ['codepipeline:GetPipelineState', 'codepipeline:ListActionExecutions'],
      resources: [arns.pipeline(pipelineName(identity))],
    },
  ];
}

import { type PipelineIdentity, pipelineName } from '../../../../handlers/contract/names';
import type { Action } from '../../../pipeline/action';
import type { Arns } from '../../../pipeline/arns';
import type { Grant } from '../../../pipeline/grant';
import { passTaskRoles } from '../../../ecs-service/pass-task-roles';
import { deploymentArtifacts } from './deployment-artifacts';
import type { BlueGreenTarget } from './release-target';
import { deploymentConfigName } from '../../../code-deploy/deployment-config';
import type { EcsBlueGreenPipeline } from '../config/model';

/**
 * Puts the images into taskdef.json, registers it, and has CodeDeploy follow appspec.yaml.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
 */
export function deployWithCodeDeploy(
  pipeline: EcsBlueGreenPipeline,
  target: BlueGreenTarget,
  identity: PipelineIdentity,
  arns: Arns,
): Action {
  const name = pipelineName(identity);
  const { settings, paths, images } = deploymentArtifacts(pipeline);
  return {
    name: 'Deploy',
    category: 'Deploy',
    provider: 'CodeDeployToECS',
    configuration: {
      ApplicationName: name,
      DeploymentGroupName: name,
      AppSpecTemplateArtifact: settings,
      TaskDefinitionTemplateArtifact: settings,
      ...paths,
      ...Object.fromEntries(images.flatMap(imageConfiguration)),
    },
    inputs: [...new Set([settings, ...images])],
    grants: [
      startDeployment(target, name, deploymentConfigName('ECS', pipeline.deploy.traffic, name), arns),
      passTaskRoles(target.taskRoles),
    ],
  };
}

/** taskdef.json has `IMAGE1_NAME` to `IMAGE4_NAME` in angle brackets. */
function imageConfiguration(artifact: string, index: number): [string, string][] {
  return [
    [`Image${index + 1}ArtifactName`, artifact],
    [`Image${index + 1}ContainerName`, `IMAGE${index + 1}_NAME`],
  ];
}

/**
 * `codedeploy:GetDeploymentGroup` is for `record-release`, which reads the service from there. ECS registers revisions of
 * the family alone: a taskdef.json of another one is refused.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
function startDeployment({ family }: BlueGreenTarget, name: string, config: string, arns: Arns): Grant {
  return {
    actions: [
      'codedeploy:CreateDeployment',
      'codedeploy:GetApplication',
      'codedeploy:GetApplicationRevision',
      'codedeploy:GetDeployment',
      'codedeploy:GetDeploymentConfig',
      'codedeploy:GetDeploymentGroup',
      'codedeploy:RegisterApplicationRevision',
      'ecs:RegisterTaskDefinition',
      'ecs:TagResource',
    ],
    resources: [
      arns.application(name),
      arns.deploymentGroup(name, name),
      arns.deploymentConfig(config),
      arns.taskDefinition(family),
    ],
    because: 'ECS numbers the revisions of the family',
  };
}

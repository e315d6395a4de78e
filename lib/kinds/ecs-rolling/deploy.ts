import { BUILD } from '../../build/built-pipeline';
import type { Action } from '../../pipeline/action';
import type { Arns } from '../../pipeline/arns';
import type { Grant } from '../../pipeline/grant';
import { passTaskRoles } from '../actions/pass-task-roles';
import type { RollingTarget } from './release-target';

/**
 * Registers a revision of the task definition that the service uses, with the images that the build pushed, and has ECS
 * replace the tasks.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 */
export function deployToEcs(timeoutMinutes: number, target: RollingTarget, arns: Arns): Action {
  const { cluster, service, taskRoles } = target;
  return {
    name: 'Deploy',
    category: 'Deploy',
    provider: 'ECS',
    configuration: {
      ClusterName: cluster,
      ServiceName: service,
      FileName: 'imagedefinitions.json',
      DeploymentTimeout: String(timeoutMinutes),
    },
    inputs: [BUILD.artifact],
    runOrder: 2,
    grants: [replaceTasks(target, arns), passTaskRoles(taskRoles)],
  };
}

/** `ecs:DescribeTaskDefinition`, which the action needs too, is among the grants of `record-release`. */
function replaceTasks({ cluster, service, family }: RollingTarget, arns: Arns): Grant {
  return {
    actions: ['ecs:DescribeServices', 'ecs:RegisterTaskDefinition', 'ecs:TagResource', 'ecs:UpdateService'],
    resources: [arns.ecsService(cluster, service), arns.taskDefinition(family ?? '*')],
    because: family
      ? 'ECS numbers the revisions of the family'
      : "the family of a service that is not the factory's own is known to ECS only",
  };
}

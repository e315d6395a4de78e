import { BUILD } from '../../../build/commit-build';
import type { Action } from '../../../pipeline/action';
import type { Arns } from '../../../pipeline/arns';
import type { Grant } from '../../../pipeline/grant';
import { passTaskRoles } from '../../../ecs-service/pass-task-roles';
import type { RollingTarget } from './release-target';

/**
 * Registers a revision of the task definition that the service uses, with the images that the build pushed, and has ECS
 * replace the tasks.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 */
export function deployWithEcs(timeoutMinutes: number, target: RollingTarget, arns: Arns): Action {
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
    grants: [replaceTasks(target, arns), readTasks(target, arns), passTaskRoles(taskRoles)],
  };
}

/**
 * `ecs:DescribeServices` and `ecs:DescribeTaskDefinition`, which the action needs too, are among the grants of
 * `record-release`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
function replaceTasks({ cluster, service, family }: RollingTarget, arns: Arns): Grant {
  return {
    actions: ['ecs:RegisterTaskDefinition', 'ecs:TagResource', 'ecs:UpdateService'],
    resources: [arns.ecsService(cluster, service), arns.taskDefinition(family)],
    because: 'ECS numbers the revisions of the family',
  };
}

/**
 * Tasks are listed by cluster and service, neither of which is a resource of the listing; the cluster is a condition.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html
 */
function readTasks({ cluster }: RollingTarget, arns: Arns): Grant {
  return {
    actions: ['ecs:DescribeTasks', 'ecs:ListTasks'],
    resources: ['*'],
    conditions: { ArnEquals: { 'ecs:cluster': arns.ecsCluster(cluster) } },
    because:
      'ECS makes up the ids of tasks, and lists those of a service under no resource; the condition names the cluster',
  };
}

import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { deployRoleName, type PipelineIdentity } from '../../../../handlers/contract/names';
import { codeDeployTrust } from '../../../code-deploy/group-settings';
import type { Arns } from '../../../pipeline/arns';
import type { Grant } from '../../../pipeline/grant';
import { inlineRole } from '../../../pipeline/role';
import { passTaskRoles } from '../../../ecs-service/pass-task-roles';
import type { BlueGreenTarget } from './release-target';

export interface DeployRoleProps {
  readonly identity: PipelineIdentity;
  readonly target: BlueGreenTarget;
  readonly arns: Arns;
}

/**
 * The role CodeDeploy moves one service's task sets and traffic with. AWS's own policy for it, AWSCodeDeployRoleForECS,
 * may do so to every service. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/codedeploy_IAM_role.html
 */
export function deployRole(scope: Construct, { identity, target, arns }: DeployRoleProps): CfnRole {
  return inlineRole(scope, 'DeployRole', {
    roleName: deployRoleName(identity),
    trusts: [codeDeployTrust(scope)],
    grants: [move(target, arns), describe(target), passTaskRoles(target.taskRoles)],
  });
}

/** Start and end task sets, and hand them the traffic. */
function move(target: BlueGreenTarget, arns: Arns): Grant {
  const { cluster, service, productionListener, testListener, listenerRules } = target;
  return {
    actions: [
      'ecs:CreateTaskSet',
      'ecs:DeleteTaskSet',
      'ecs:DescribeServices',
      'ecs:UpdateServicePrimaryTaskSet',
      'elasticloadbalancing:ModifyListener',
      ...(listenerRules.length ? ['elasticloadbalancing:ModifyRule'] : []),
    ],
    resources: [
      arns.ecsService(cluster, service),
      arns.taskSet(cluster, service),
      productionListener,
      ...(testListener ? [testListener] : []),
      ...listenerRules,
    ],
    because:
      "ECS makes up the ids of a service's task sets; of a load balancer that is not the factory's own only the listeners are known, not their rules",
  };
}

function describe({ alarms }: BlueGreenTarget): Grant {
  return {
    actions: [
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
      ...(alarms.length ? ['cloudwatch:DescribeAlarms'] : []),
    ],
    resources: ['*'],
    because:
      'Elastic Load Balancing knows no resource for what only describes, and CloudWatch describes alarms to those who may describe every one',
  };
}

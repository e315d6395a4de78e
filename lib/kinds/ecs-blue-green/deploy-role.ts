import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { deployRoleName, type PipelineIdentity } from '../../../handlers/contract/names';
import type { Arns } from '../../pipeline/arns';
import type { Grant } from '../../pipeline/grant';
import { inlineRole } from '../../pipeline/role';
import { passTaskRoles, type ReleaseTarget } from './release-target';

export interface DeployRoleProps {
  readonly identity: PipelineIdentity;
  readonly target: ReleaseTarget;
  readonly arns: Arns;
}

/**
 * The role CodeDeploy moves one service's task sets and traffic with. AWS's own policy for it, AWSCodeDeployRoleForECS,
 * may do so to every service. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/codedeploy_IAM_role.html
 */
export function deployRole(scope: Construct, { identity, target, arns }: DeployRoleProps): CfnRole {
  return inlineRole(scope, 'DeployRole', {
    roleName: deployRoleName(identity),
    trusts: [{ principal: { Service: 'codedeploy.amazonaws.com' } }],
    grants: [taskSets(target, arns), ...traffic(target), ...alarms(target, arns), passTaskRoles(target)],
  });
}

function taskSets({ cluster, service }: ReleaseTarget, arns: Arns): Grant {
  return {
    actions: [
      'ecs:CreateTaskSet',
      'ecs:DeleteTaskSet',
      'ecs:DescribeServices',
      'ecs:UpdateServicePrimaryTaskSet',
    ],
    resources: [arns.ecsService(cluster, service), arns.taskSet(cluster, service)],
    because: "ECS makes up the ids of a service's task sets",
  };
}

function traffic({ productionListener, testListener, listenerRules }: ReleaseTarget): Grant[] {
  const listeners = testListener ? [productionListener, testListener] : [productionListener];
  return [
    {
      actions: ['elasticloadbalancing:ModifyListener', ...(listenerRules.length ? [MODIFY_RULE] : [])],
      resources: [...listeners, ...listenerRules],
      because:
        "the rules of a load balancer that is not the factory's own are not known, only their listeners",
    },
    {
      actions: [
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
      ],
      resources: ['*'],
      because: 'Elastic Load Balancing knows no resource for calls that only describe',
    },
  ];
}

const MODIFY_RULE = 'elasticloadbalancing:ModifyRule';

function alarms({ alarms: names }: ReleaseTarget, arns: Arns): Grant[] {
  if (!names.length) return [];
  return [
    {
      actions: ['cloudwatch:DescribeAlarms'],
      resources: [arns.alarm('*')],
      because: 'CloudWatch describes alarms only to those who may describe every one',
    },
  ];
}

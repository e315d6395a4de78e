import type { ActionFunction } from './action-function';
import { type ActionParameters, actionParameters } from './action-parameters';
import type { PipelineIdentity } from './names';
import { TRAFFIC_NAMESPACE } from './shift-traffic';

/** Keeps the group that served before for the hold, then retires it and what is older. */
export const RETIRE_BLUE_GROUP: ActionFunction = {
  name: 'retire-blue-group',
  description: 'Retires the Auto Scaling group that served before',
  roleActions: [
    'autoscaling:CreateOrUpdateTags',
    'autoscaling:DeleteAutoScalingGroup',
    'autoscaling:DeleteTags',
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:UpdateAutoScalingGroup',
    'codepipeline:ListActionExecutions',
    'ec2:DeleteLaunchTemplateVersions',
    'ec2:DeleteSnapshot',
    'ec2:DeregisterImage',
    'ec2:DescribeImages',
    'ec2:DescribeInstances',
    'ec2:DescribeLaunchTemplateVersions',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTargetHealth',
    'elasticloadbalancing:ModifyRule',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
    'ssm:PutParameter',
  ],
};

/** UserParameters of the `retire-blue-group` action (JSON, at most 1,000 characters). */
export interface RetireBlueGroupParameters extends ActionParameters {
  /** {@link FleetSettings.hash} of the settings that this pipeline was deployed with. */
  readonly settings: string;
  /** Version of the parameter `…/asg/new`; in the template `#{Traffic.NewVersion}`. */
  readonly newVersion: string;
  /** Version of the parameter `…/asg/old`; in the template `#{Traffic.OldVersion}`. */
  readonly oldVersion: string;
}

/** UserParameters of a pipeline's `retire-blue-group` action, for its template. */
export const retireBlueGroupUserParameters = (identity: PipelineIdentity, settings: string): string =>
  JSON.stringify({
    ...actionParameters(identity),
    settings,
    newVersion: `#{${TRAFFIC_NAMESPACE}.NewVersion}`,
    oldVersion: `#{${TRAFFIC_NAMESPACE}.OldVersion}`,
  } satisfies RetireBlueGroupParameters);

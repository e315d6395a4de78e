import type { ActionFunction } from './action-function';
import { type ActionParameters, actionParameters } from './action-parameters';
import { LAUNCH_TEMPLATE_NAMESPACE } from './create-launch-template-version';
import type { PipelineIdentity } from './names';

/** Brings up the Auto Scaling group of a release and waits until each of its targets is healthy. */
export const CREATE_GREEN_GROUP: ActionFunction = {
  name: 'create-green-group',
  description: 'Makes the Auto Scaling group of a release and has it healthy',
  roleActions: [
    'autoscaling:BatchPutScheduledUpdateGroupAction',
    'autoscaling:CreateAutoScalingGroup',
    'autoscaling:CreateOrUpdateTags',
    'autoscaling:DeleteAutoScalingGroup',
    'autoscaling:DeleteTags',
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:DescribeScalingActivities',
    'autoscaling:EnableMetricsCollection',
    'autoscaling:PutNotificationConfiguration',
    'autoscaling:PutScalingPolicy',
    'autoscaling:UpdateAutoScalingGroup',
    'codepipeline:GetPipelineExecution',
    'ec2:CreateTags',
    'ec2:RunInstances',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTargetGroupAttributes',
    'elasticloadbalancing:DescribeTargetGroups',
    'elasticloadbalancing:DescribeTargetHealth',
    'elasticloadbalancing:ModifyRule',
    'iam:PassRole',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
    'ssm:PutParameter',
  ],
};

/** UserParameters of the `create-green-group` action (JSON, at most 1,000 characters). */
export interface CreateGreenGroupParameters extends ActionParameters {
  /** {@link FleetSettings.hash} of the settings that this pipeline was deployed with. */
  readonly settings: string;
  /** Version of the parameter `…/launch-template`; in the template `#{LaunchTemplate.ParameterVersion}`. */
  readonly launchTemplateVersion: string;
  /** Id of the AMI of that version, for the group's tag; in the template `#{LaunchTemplate.ImageId}`. */
  readonly imageId: string;
}

/** Output variables of the action. */
export interface CreateGreenGroupVariables {
  /** Name of the group that is to serve. */
  readonly Group: string;
  /** ARN of its target group. */
  readonly TargetGroup: string;
  /** Name of the group that serves now, or `none`. */
  readonly BlueGroup: string;
  /**
   * How the traffic moves: in the configured `steps`; or `at-once`, where nothing serves yet, or where the group is one
   * that served before and is still at size, because that is how a release in its hold is taken back.
   */
  readonly Traffic: 'steps' | 'at-once';
}

/** Namespace of the action's variables. */
export const GREEN_NAMESPACE = 'Green';

/** UserParameters of a pipeline's `create-green-group` action, for its template. */
export const createGreenGroupUserParameters = (identity: PipelineIdentity, settings: string): string =>
  JSON.stringify({
    ...actionParameters(identity),
    settings,
    launchTemplateVersion: `#{${LAUNCH_TEMPLATE_NAMESPACE}.ParameterVersion}`,
    imageId: `#{${LAUNCH_TEMPLATE_NAMESPACE}.ImageId}`,
  } satisfies CreateGreenGroupParameters);

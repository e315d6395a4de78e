import type { ActionFunction } from './action-function';
import { type ActionParameters, actionParameters } from './action-parameters';
import { LAUNCH_TEMPLATE_NAMESPACE } from './create-launch-template-version';
import type { PipelineIdentity } from './names';

/** Replaces the instances of one Auto Scaling group by an instance refresh, and waits for its end. */
export const REFRESH_INSTANCES: ActionFunction = {
  name: 'refresh-instances',
  description: 'Replaces the instances of an Auto Scaling group by those of a release',
  roleActions: [
    'autoscaling:BatchPutScheduledUpdateGroupAction',
    'autoscaling:CancelInstanceRefresh',
    'autoscaling:CreateAutoScalingGroup',
    'autoscaling:CreateOrUpdateTags',
    'autoscaling:DeleteTags',
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:DescribeInstanceRefreshes',
    'autoscaling:DescribeScalingActivities',
    'autoscaling:EnableMetricsCollection',
    'autoscaling:PutNotificationConfiguration',
    'autoscaling:PutScalingPolicy',
    'autoscaling:RollbackInstanceRefresh',
    'autoscaling:StartInstanceRefresh',
    'autoscaling:UpdateAutoScalingGroup',
    'cloudwatch:DescribeAlarms',
    'codepipeline:GetPipelineExecution',
    'codepipeline:ListActionExecutions',
    'ec2:CreateTags',
    'ec2:DeleteLaunchTemplateVersions',
    'ec2:DeleteSnapshot',
    'ec2:DeregisterImage',
    'ec2:DescribeImages',
    'ec2:DescribeInstances',
    'ec2:DescribeLaunchTemplateVersions',
    'ec2:RunInstances',
    'elasticloadbalancing:DescribeTargetHealth',
    'iam:PassRole',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
    'ssm:PutParameter',
  ],
};

/** UserParameters of the `refresh-instances` action (JSON, at most 1,000 characters). */
export interface RefreshInstancesParameters extends ActionParameters {
  /** {@link BaseFleetSettings.hash} of the settings that this pipeline was deployed with. */
  readonly settings: string;
  /** Version of the parameter `…/launch-template`; in the template `#{LaunchTemplate.ParameterVersion}`. */
  readonly launchTemplateVersion: string;
  /** Id of the AMI of that version; in the template `#{LaunchTemplate.ImageId}`. */
  readonly imageId: string;
}

/** Output variables of the action. */
export interface RefreshInstancesVariables {
  /** Name of the group. */
  readonly Group: string;
  /** Id of the instance refresh, or `none` where nothing had to be replaced. */
  readonly RefreshId: string;
}

/** Namespace of the action's variables, and its name. */
export const REFRESH_NAMESPACE = 'Refresh';

/** The group that a first release makes, where the config names none: `<pipeline name>-refresh-1`. */
export const refreshedGroupName = (pipeline: string): string => `${pipeline}-refresh-1`;

/** UserParameters of a pipeline's `refresh-instances` action, for its template. */
export const refreshInstancesUserParameters = (identity: PipelineIdentity, settings: string): string =>
  JSON.stringify({
    ...actionParameters(identity),
    settings,
    launchTemplateVersion: `#{${LAUNCH_TEMPLATE_NAMESPACE}.ParameterVersion}`,
    imageId: `#{${LAUNCH_TEMPLATE_NAMESPACE}.ImageId}`,
  } satisfies RefreshInstancesParameters);

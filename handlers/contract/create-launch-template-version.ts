import type { ActionFunction } from './action-function';
import { type ActionParameters, actionParameters } from './action-parameters';
import type { PipelineIdentity } from './names';

/** Makes the numbered launch template version that a release deploys. */
export const CREATE_LAUNCH_TEMPLATE_VERSION: ActionFunction = {
  name: 'create-launch-template-version',
  description: 'Makes a launch template version of an AMI and the settings',
  roleActions: [
    'ec2:CreateLaunchTemplateVersion',
    'ec2:DescribeImages',
    'ec2:DescribeLaunchTemplateVersions',
    'ec2:DescribeSubnets',
    'elasticloadbalancing:DescribeTargetGroups',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
    'ssm:PutParameter',
  ],
};

/** UserParameters of the `create-launch-template-version` action (JSON, at most 1,000 characters). */
export interface CreateLaunchTemplateVersionParameters extends ActionParameters {
  /** {@link FleetSettings.hash} of the settings that this pipeline was deployed with. */
  readonly settings: string;
  /** Version of the parameter `…/ami-id` that the bake wrote; in the template `#{Bake.AMI_VERSION}`. */
  readonly amiVersion: string;
}

/** Output variables of the action. */
export interface CreateLaunchTemplateVersionVariables {
  /** Number of the launch template version. */
  readonly Version: string;
  /** Version of the parameter `…/launch-template` that holds it. */
  readonly ParameterVersion: string;
  readonly ImageId: string;
}

/** Namespace of the action's variables. */
export const LAUNCH_TEMPLATE_NAMESPACE = 'LaunchTemplate';

/** Namespace of the variables that a bake exports. */
export const BAKE_NAMESPACE = 'Bake';

/**
 * Variables that the bake's buildspec exports: the AMI, the version of `…/ami-id` that holds it, the hash of what went
 * into it, whether an image with that hash was there already (`true`, `false`), and in at most 300 characters which
 * packages differ from the image that serves.
 */
export const BAKE_VARIABLES = ['AMI_ID', 'AMI_VERSION', 'IMAGE_HASH', 'IMAGE_REUSED', 'PACKAGES'] as const;

/** UserParameters of a pipeline's `create-launch-template-version` action, for its template. */
export const createLaunchTemplateVersionUserParameters = (
  identity: PipelineIdentity,
  settings: string,
): string =>
  JSON.stringify({
    ...actionParameters(identity),
    settings,
    amiVersion: `#{${BAKE_NAMESPACE}.AMI_VERSION}`,
  } satisfies CreateLaunchTemplateVersionParameters);

import type { LaunchTemplateSpecification, MixedInstancesPolicy } from '@aws-sdk/client-auto-scaling';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { notSupported } from '../../../kit/not-supported';
import { invalid } from '../input';
import { readTemplate } from './template';

/** What instances are launched from: one launch template, or one with overrides. */
export interface LaunchSource {
  /** With both id and name; the version as it was given. */
  readonly template: Required<LaunchTemplateSpecification>;
  /** As it is returned. @default - the group has a launch template alone */
  readonly mixed?: MixedInstancesPolicy;
}

/** The members of requests that name what instances are launched from. */
export interface LaunchInput {
  readonly LaunchTemplate?: LaunchTemplateSpecification;
  readonly MixedInstancesPolicy?: MixedInstancesPolicy;
  readonly LaunchConfigurationName?: string;
  readonly InstanceId?: string;
}

/** Whether a request names what instances are launched from. */
export const hasLaunchInput = (input: LaunchInput): boolean =>
  (input.LaunchTemplate ??
    input.MixedInstancesPolicy ??
    input.LaunchConfigurationName ??
    input.InstanceId) !== undefined;

/**
 * @param before what the group has: a mixed instances policy may leave out what does not change
 * @throws AwsError `ValidationError` where it is not complete, or a launch template or version does not exist
 */
export async function resolveLaunchSource(
  ec2: EC2Client,
  input: LaunchInput,
  before?: LaunchSource,
): Promise<LaunchSource> {
  refuseOthers(input);
  const { LaunchTemplate, MixedInstancesPolicy: mixed } = input;
  if (LaunchTemplate) return { template: await complete(ec2, LaunchTemplate) };
  if (!mixed) throw invalid(NO_SOURCE);
  const launch = { ...before?.mixed?.LaunchTemplate, ...mixed.LaunchTemplate };
  const specification = launch.LaunchTemplateSpecification ?? before?.template;
  if (!specification) throw invalid(NO_SOURCE);
  const template = await complete(ec2, specification);
  const overrides = launch.Overrides ?? [];
  for (const override of overrides) refuseInOverride(override);
  return {
    template,
    mixed: {
      LaunchTemplate: {
        LaunchTemplateSpecification: template,
        ...(overrides.length > 0 ? { Overrides: overrides } : {}),
      },
      InstancesDistribution: {
        ...DEFAULT_DISTRIBUTION,
        ...before?.mixed?.InstancesDistribution,
        ...mixed.InstancesDistribution,
      },
    },
  };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html */
const DEFAULT_DISTRIBUTION = {
  OnDemandAllocationStrategy: 'prioritized',
  OnDemandBaseCapacity: 0,
  OnDemandPercentageAboveBaseCapacity: 100,
  SpotAllocationStrategy: 'lowest-price',
};

const NO_SOURCE =
  'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.';

function refuseOthers({ LaunchTemplate, MixedInstancesPolicy, ...others }: LaunchInput): void {
  if (LaunchTemplate && MixedInstancesPolicy) throw invalid(NO_SOURCE);
  if (others.LaunchConfigurationName !== undefined)
    throw notSupported('autoscaling with LaunchConfigurationName', 'new accounts have launch templates only');
  if (others.InstanceId !== undefined)
    throw notSupported('autoscaling:CreateAutoScalingGroup with InstanceId');
}

function refuseInOverride(override: object): void {
  for (const member of ['WeightedCapacity', 'InstanceRequirements', 'LaunchTemplateSpecification', 'ImageId'])
    if (member in override) throw notSupported(`autoscaling with ${member} in a mixed instances policy`);
}

async function complete(
  ec2: EC2Client,
  given: LaunchTemplateSpecification,
): Promise<Required<LaunchTemplateSpecification>> {
  if (
    (given.LaunchTemplateId === undefined) === (given.LaunchTemplateName === undefined) &&
    !isComplete(given)
  )
    throw invalid('Valid requests must contain either launchTemplateId or LaunchTemplateName');
  const Version = given.Version ?? '$Default';
  const { id, name } = await readTemplate(ec2, { ...given, Version }).catch((error: Error) => {
    throw invalid(`You must use a valid fully-formed launch template. ${error.message}`);
  });
  return { LaunchTemplateId: id, LaunchTemplateName: name, Version };
}

/** What this module returns names both, as DescribeAutoScalingGroups does. */
const isComplete = ({ LaunchTemplateId, LaunchTemplateName }: LaunchTemplateSpecification): boolean =>
  LaunchTemplateId !== undefined && LaunchTemplateName !== undefined;

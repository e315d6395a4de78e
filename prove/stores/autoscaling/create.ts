import type { CreateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import { checkSizes, findGroup } from './find';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
export function createAutoScalingGroup(
  simulated: SimulatedAccount,
  input: CreateAutoScalingGroupType,
): object {
  const { AutoScalingGroupName: name = '', MinSize = 0, MaxSize = 0, LaunchTemplate } = input;
  const { DesiredCapacity = MinSize, TargetGroupARNs = [], Tags = [] } = input;
  const { groups } = simulated.autoScaling;
  if (groups[name])
    throw new ServiceError(
      'AlreadyExistsFault',
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
    );
  checkSizes(MinSize, MaxSize, DesiredCapacity);
  checkTemplate(simulated, LaunchTemplate?.LaunchTemplateName, LaunchTemplate?.Version);
  const unknown = TargetGroupARNs.find((arn) => !simulated.loadBalancing.targetGroups[arn]);
  if (unknown !== undefined) throw new ServiceError('ValidationError', 'One or more target groups not found');
  groups[name] = {
    ...{ name, min: MinSize, max: MaxSize, desired: DesiredCapacity },
    template: {
      LaunchTemplateName: LaunchTemplate?.LaunchTemplateName ?? '',
      Version: LaunchTemplate?.Version ?? '$Default',
    },
    subnets: input.VPCZoneIdentifier ?? '',
    graceSeconds: input.HealthCheckGracePeriod ?? 0,
    targetGroups: [...TargetGroupARNs],
    tags: Object.fromEntries(
      Tags.map(({ Key = '', Value = '', PropagateAtLaunch = false }) => [Key, { Value, PropagateAtLaunch }]),
    ),
    instances: [],
    extras: [],
  };
  return {};
}

/**
 * A template for groups has an image that exists.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-launch-template.html
 * @throws ServiceError where it has not, or where there is no such version
 */
export function checkTemplate(simulated: SimulatedAccount, name = '', number = ''): void {
  const versions = simulated.ec2.templates[name]?.versions;
  const version = versions?.find(({ VersionNumber }) => `${VersionNumber}` === number);
  const image = version?.LaunchTemplateData?.ImageId;
  if (image !== undefined && simulated.ec2.images[image]) return;
  const why = version ? `The image id '[${image}]' does not exist` : 'The version does not exist';
  throw new ServiceError('ValidationError', `You must use a valid fully-formed launch template. ${why}.`);
}

/** What a group gets after its creation changes nothing that a release depends on; that it got it is kept. */
export function complete(simulated: SimulatedAccount, input: CompletingInput): object {
  const group = findGroup(simulated, input.AutoScalingGroupName);
  const names = [
    input.PolicyName && `policy ${input.PolicyName}`,
    input.Granularity && 'metrics',
    input.TopicARN && `notifications ${input.TopicARN}`,
    ...(input.ScheduledUpdateGroupActions ?? []).map((one) => `schedule ${one.ScheduledActionName}`),
  ];
  group.extras = [...new Set([...group.extras, ...names.flatMap((name) => name || [])])].sort();
  return {};
}

interface CompletingInput {
  readonly AutoScalingGroupName?: string;
  readonly PolicyName?: string;
  readonly Granularity?: string;
  readonly TopicARN?: string;
  readonly ScheduledUpdateGroupActions?: readonly { readonly ScheduledActionName?: string }[];
}

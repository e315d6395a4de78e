import type { UpdateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../kit/aws-error';
import type { CallContext, Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { ec2Of } from '../clients';
import { setDesired, constraintsCause } from '../engine/resize';
import { wakeGroup } from '../engine/wake';
import { exclusively, findChangeable } from '../exclusive';
import { required, typed } from '../input';
import { checkLaunch } from '../launch/authorize';
import { callersTags } from '../launch/request';
import { hasLaunchInput, type LaunchSource, resolveLaunchSource } from '../launch/source';
import type { GroupRecord, GroupSettings } from '../model';
import { activeRefresh } from '../refresh/active';
import { checkSizes, settingsOf } from '../settings';
import type { AutoScalingStore } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html */
export const updateAutoScalingGroup =
  (store: AutoScalingStore): Operation<UpdateAutoScalingGroupType> =>
  async (raw, context) => {
    const input = typed<UpdateAutoScalingGroupType>(raw);
    required(input, 'AutoScalingGroupName');
    const scope = scopeOf(context);
    const group = findChangeable(store.in(scope), input.AutoScalingGroupName);
    await exclusively(store, scope, group.name, async () => {
      const settings = await settingsOf(ec2Of(store, scope), input, group.settings);
      const desired = desiredAfter(group, settings, input);
      checkSizes(settings.MinSize, settings.MaxSize, desired);
      const launch = await launchAfter(store, context, group, settings, input);
      group.settings = settings;
      if (launch) group.launch = launch;
      setDesired(store, group, desired, constraintsCause('a user request', settings, desired));
    });
    void wakeGroup(store, group);
    return {};
  };

/** A bound that excludes the present desired capacity moves it, where the request has no desired capacity itself. */
function desiredAfter(
  group: GroupRecord,
  { MinSize, MaxSize }: GroupSettings,
  { DesiredCapacity, ...input }: UpdateAutoScalingGroupType,
): number {
  if (DesiredCapacity !== undefined) return DesiredCapacity;
  if (input.MinSize !== undefined && MinSize > group.desired) return MinSize;
  if (input.MaxSize !== undefined && MaxSize < group.desired) return MaxSize;
  return group.desired;
}

async function launchAfter(
  store: AutoScalingStore,
  context: CallContext,
  group: GroupRecord,
  { subnets }: GroupSettings,
  input: UpdateAutoScalingGroupType,
): Promise<LaunchSource | undefined> {
  if (!hasLaunchInput(input)) return undefined;
  if (activeRefresh(group)?.desired)
    throw new AwsError(
      'ScalingActivityInProgress',
      'An instance refresh with a desired configuration is in progress: the launch template cannot be changed.',
    );
  const launch = await resolveLaunchSource(ec2Of(store, group), input, group.launch);
  const [subnet] = subnets;
  if (subnet) await checkLaunch(store, context, launch, subnet, callersTags(group.tags));
  return launch;
}

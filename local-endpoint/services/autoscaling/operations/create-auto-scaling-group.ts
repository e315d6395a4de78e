import type { CreateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../kit/aws-error';
import type { CallContext, Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { ec2Of } from '../clients';
import { inCause } from '../engine/timing';
import { wakeGroup } from '../engine/wake';
import { exclusively } from '../exclusive';
import { hookOf } from '../hook';
import { required, typed } from '../input';
import { checkLaunch } from '../launch/authorize';
import { callersTags } from '../launch/request';
import { resolveLaunchSource } from '../launch/source';
import type { GroupRecord } from '../model';
import { testHookTarget } from '../notify/hook-target';
import { checkSizes, settingsOf } from '../settings';
import { type AutoScalingStore, MAX_GROUPS, newArn } from '../store';
import { groupTags } from '../tags';
import { checkTargetGroups } from '../target-groups';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
export const createAutoScalingGroup =
  (store: AutoScalingStore): Operation<CreateAutoScalingGroupType> =>
  async (raw, context) => {
    const input = typed<CreateAutoScalingGroupType>(raw);
    required(input, 'AutoScalingGroupName', 'MinSize', 'MaxSize');
    const { AutoScalingGroupName: name = '' } = input;
    const scope = scopeOf(context);
    refuseTaken(store, context, name);
    await exclusively(store, scope, name, async () => {
      const group = await newGroup(store, context, name, input);
      store.in(scope).groups.set(name, group);
      void wakeGroup(store, group);
    });
    return {};
  };

function refuseTaken(store: AutoScalingStore, context: CallContext, name: string): void {
  const { groups } = store.in(scopeOf(context));
  const taken = groups.get(name);
  if (taken)
    throw new AwsError(
      'AlreadyExists',
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists${taken.deleteAt ? PENDING_DELETE : ''}`,
    );
  if (groups.size >= MAX_GROUPS)
    throw new AwsError(
      'LimitExceeded',
      `You have already reached your maximum of ${MAX_GROUPS} AutoScaling groups.`,
    );
}

const PENDING_DELETE =
  ' and is pending delete.  Please wait until Autoscaling completes the deletion process before creating another group with the same name.';

async function newGroup(
  store: AutoScalingStore,
  context: CallContext,
  name: string,
  input: CreateAutoScalingGroupType,
): Promise<GroupRecord> {
  const scope = scopeOf(context);
  const ec2 = ec2Of(store, scope);
  const { MinSize = 0, MaxSize = 0, DesiredCapacity: desired = MinSize } = input;
  checkSizes(MinSize, MaxSize, desired);
  const tags = groupTags(input.Tags);
  const launch = await resolveLaunchSource(ec2, input);
  const settings = await settingsOf(ec2, input);
  const targetGroups = await checkTargetGroups(store, scope, input.TargetGroupARNs, input.TrafficSources);
  const hooks = (input.LifecycleHookSpecificationList ?? []).map((hook) => hookOf(name, hook));
  const [subnet] = settings.subnets;
  if (subnet) await checkLaunch(store, context, launch, subnet, callersTags(tags));
  const arn = newArn(scope, 'autoScalingGroup', `autoScalingGroupName/${name}`);
  for (const hook of hooks) await testHookTarget(store, { ...scope, name, arn }, hook);
  const now = store.now();
  return {
    ...scope,
    name,
    arn,
    createdAt: now,
    settings,
    desired,
    launch,
    cause: `At ${inCause(now)} a user request created an AutoScalingGroup changing the desired capacity from 0 to ${desired}.`,
    instances: [],
    activities: [],
    attachments: new Map(targetGroups.map((targetGroup) => [targetGroup, { targetGroup, state: 'Adding' }])),
    suspended: new Map(),
    hooks: new Map(hooks.map((hook) => [hook.LifecycleHookName ?? '', hook])),
    policies: new Map(),
    scheduled: new Map(),
    refreshes: [],
    tags,
    enabledMetrics: [],
    notifications: [],
    replacing: 0,
    gone: new AbortController(),
    nextHealthCheck: now,
    stopped: new Set(),
    lastStep: Promise.resolve(),
  };
}

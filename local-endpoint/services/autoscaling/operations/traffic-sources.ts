import type {
  AttachLoadBalancerTargetGroupsType,
  AttachTrafficSourcesType,
  DescribeLoadBalancerTargetGroupsRequest,
  DescribeLoadBalancerTargetGroupsResponse,
  DescribeTrafficSourcesRequest,
  DescribeTrafficSourcesResponse,
  DetachLoadBalancerTargetGroupsType,
  DetachTrafficSourcesType,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { type Scope, scopeOf } from '../../../kit/scope';
import { wakeGroup } from '../engine/wake';
import { exclusively, findChangeable } from '../exclusive';
import { invalid, required, typed } from '../input';
import type { GroupRecord } from '../model';
import { autoScalingPage } from '../paging';
import { type AutoScalingStore, findGroup } from '../store';
import { checkTargetGroups } from '../target-groups';

/** The quota of a group. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html */
const MAX_TARGET_GROUPS = 50;

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AttachLoadBalancerTargetGroups.html */
export const attachLoadBalancerTargetGroups =
  (store: AutoScalingStore): Operation<AttachLoadBalancerTargetGroupsType> =>
  async (raw, context) => {
    const input = typed<AttachLoadBalancerTargetGroupsType>(raw);
    required(input, 'AutoScalingGroupName', 'TargetGroupARNs');
    await attach(store, scopeOf(context), input.AutoScalingGroupName, (scope) =>
      checkTargetGroups(store, scope, input.TargetGroupARNs),
    );
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AttachTrafficSources.html */
export const attachTrafficSources =
  (store: AutoScalingStore): Operation<AttachTrafficSourcesType> =>
  async (raw, context) => {
    const input = typed<AttachTrafficSourcesType>(raw);
    required(input, 'AutoScalingGroupName', 'TrafficSources');
    await attach(store, scopeOf(context), input.AutoScalingGroupName, (scope) =>
      checkTargetGroups(store, scope, [], input.TrafficSources),
    );
    return {};
  };

/** Attaching what is attached already changes nothing. */
async function attach(
  store: AutoScalingStore,
  scope: Scope,
  name: string | undefined,
  check: (scope: Scope) => Promise<string[]>,
): Promise<void> {
  const group = findChangeable(store.in(scope), name);
  await exclusively(store, scope, group.name, async () => {
    for (const targetGroup of await check(scope)) {
      const known = group.attachments.get(targetGroup);
      if (known && known.state !== 'Removing') continue;
      group.attachments.set(targetGroup, { targetGroup, state: 'Adding' });
    }
    if (group.attachments.size > MAX_TARGET_GROUPS)
      throw new AwsError(
        'LimitExceeded',
        `You have exceeded the maximum of ${MAX_TARGET_GROUPS} target groups for an Auto Scaling group.`,
      );
  });
  void wakeGroup(store, group);
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DetachLoadBalancerTargetGroups.html */
export const detachLoadBalancerTargetGroups =
  (store: AutoScalingStore): Operation<DetachLoadBalancerTargetGroupsType> =>
  async (raw, context) => {
    const input = typed<DetachLoadBalancerTargetGroupsType>(raw);
    required(input, 'AutoScalingGroupName', 'TargetGroupARNs');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    detach(store, group, input.TargetGroupARNs ?? []);
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DetachTrafficSources.html */
export const detachTrafficSources =
  (store: AutoScalingStore): Operation<DetachTrafficSourcesType> =>
  async (raw, context) => {
    const input = typed<DetachTrafficSourcesType>(raw);
    required(input, 'AutoScalingGroupName', 'TrafficSources');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    detach(
      store,
      group,
      (input.TrafficSources ?? []).map(({ Identifier = '' }) => Identifier),
    );
    return {};
  };

function detach(store: AutoScalingStore, group: GroupRecord, arns: readonly string[]): void {
  const unknown = arns.filter((arn) => !group.attachments.has(arn));
  if (unknown.length > 0)
    throw invalid(`Trying to remove Target Groups that are not part of the group: ${unknown.join(', ')}`);
  for (const targetGroup of arns) {
    const attachment = group.attachments.get(targetGroup);
    if (attachment) attachment.state = 'Removing';
  }
  void wakeGroup(store, group);
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeLoadBalancerTargetGroups.html */
export const describeLoadBalancerTargetGroups =
  (
    store: AutoScalingStore,
  ): Operation<DescribeLoadBalancerTargetGroupsRequest, DescribeLoadBalancerTargetGroupsResponse> =>
  async (raw, context) => {
    const input = typed<DescribeLoadBalancerTargetGroupsRequest>(raw);
    required(input, 'AutoScalingGroupName');
    const group = findGroup(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const { items, next } = autoScalingPage([...group.attachments.values()], input, [100, 100]);
    return {
      LoadBalancerTargetGroups: items.map(({ targetGroup, state }) => ({
        LoadBalancerTargetGroupARN: targetGroup,
        State: state,
      })),
      NextToken: next,
    };
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeTrafficSources.html */
export const describeTrafficSources =
  (store: AutoScalingStore): Operation<DescribeTrafficSourcesRequest, DescribeTrafficSourcesResponse> =>
  async (raw, context) => {
    const input = typed<DescribeTrafficSourcesRequest>(raw);
    required(input, 'AutoScalingGroupName');
    const group = findGroup(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const { items, next } = autoScalingPage([...group.attachments.values()], input, [50, 50]);
    return {
      TrafficSources: items.map(({ targetGroup, state }) => ({
        Identifier: targetGroup,
        TrafficSource: targetGroup,
        Type: 'elbv2',
        State: state,
      })),
      NextToken: next,
    };
  };

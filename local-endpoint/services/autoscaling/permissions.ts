import {
  AutoScalingClient,
  DescribeAutoScalingInstancesCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-auto-scaling';
import { clientOf } from '../../kit/client';
import type { ApiCall } from '../../kit/call';
import type { Lookup } from '../../kit/lookup';
import {
  anyResource,
  arn,
  type ConditionValues,
  type Input,
  onResources,
  type PermissionRule,
  type PermissionRules,
  textOf,
  textsOf,
} from '../../kit/permissions';

/**
 * A group's ARN has an id that only Auto Scaling knows: policies have `*` in its place, and so has the resource here. One
 * that names the id allows nothing.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
 */
const groupArn = (call: ApiCall, name: string): string =>
  arn(call, `autoScalingGroup:*:autoScalingGroupName/${name.split('autoScalingGroupName/').at(-1) || '*'}`);

/** Works out the names of the groups that a call changes. */
type GroupNames = (call: ApiCall, lookup: Lookup) => string | readonly string[] | Promise<string>;

const named: GroupNames = ({ input }) => textOf(input, 'AutoScalingGroupName');

/** Of the ARN of a policy, or named beside its name. */
const ofPolicy: GroupNames = ({ input }) =>
  textOf(input, 'AutoScalingGroupName') ||
  (/autoScalingGroupName\/(.+):policyName\//.exec(textOf(input, 'PolicyName'))?.[1] ?? '*');

const tagged: GroupNames = ({ input }) => [...new Set(tagsOf(input).map((tag) => textOf(tag, 'ResourceId')))];

const ofInstance: GroupNames = async ({ input, context }, lookup) => {
  const client = clientOf(AutoScalingClient, lookup.asService(context.caller.accountId, context.region));
  const command = new DescribeAutoScalingInstancesCommand({ InstanceIds: [textOf(input, 'InstanceId')] });
  const { AutoScalingInstances: [instance] = [] } = await client.send(command);
  return instance?.AutoScalingGroupName ?? '*';
};

/** The operation on each of its groups, with the tags that the group has. */
const onGroups =
  (names: GroupNames, keysOf: (input: Input) => ConditionValues = () => ({})): PermissionRule =>
  async (call, lookup) => {
    const groups = [await names(call, lookup)].flat();
    return Promise.all(
      groups.map(async (name) => ({
        action: `${call.service}:${call.operation}`,
        resources: [groupArn(call, name)],
        keys: { ...(await resourceTags(call, lookup, name)), ...keysOf(call.input) },
      })),
    );
  };

async function resourceTags({ context }: ApiCall, lookup: Lookup, name: string): Promise<ConditionValues> {
  const client = clientOf(AutoScalingClient, lookup.asService(context.caller.accountId, context.region));
  const Filters = [{ Name: 'auto-scaling-group', Values: [name] }];
  const { Tags = [] } = await client.send(new DescribeTagsCommand({ Filters, MaxRecords: 100 }));
  return Object.fromEntries(
    Tags.flatMap(({ Key, Value }) => [
      [`aws:ResourceTag/${Key}`, Value],
      [`autoscaling:ResourceTag/${Key}`, Value],
    ]),
  );
}

const tagsOf = ({ Tags }: Input): readonly unknown[] => (Array.isArray(Tags) ? Tags : []);

const several = (values: readonly string[]): readonly string[] | undefined =>
  values.length > 0 ? values : undefined;

/** Keys of what a group is created or updated with. */
function groupKeys(input: Input): ConditionValues {
  const sources = Array.isArray(input.TrafficSources) ? input.TrafficSources : [];
  return {
    'autoscaling:MinSize': textOf(input, 'MinSize') || undefined,
    'autoscaling:MaxSize': textOf(input, 'MaxSize') || undefined,
    'autoscaling:LaunchTemplateVersionSpecified': versionSpecified(input),
    'autoscaling:InstanceTypes': several(overrideTypes(input)),
    'autoscaling:TargetGroupARNs': several(textsOf(input, 'TargetGroupARNs')),
    'autoscaling:TrafficSourceIdentifiers': several(sources.map((source) => textOf(source, 'Identifier'))),
    'autoscaling:VPCZoneIdentifiers': several(textOf(input, 'VPCZoneIdentifier').split(',').filter(Boolean)),
  };
}

/** Whether a numbered version is named, not the latest or default one. */
function versionSpecified(input: Input): string | undefined {
  const specification =
    input.LaunchTemplate ??
    (input.MixedInstancesPolicy as { LaunchTemplate?: { LaunchTemplateSpecification?: unknown } } | undefined)
      ?.LaunchTemplate?.LaunchTemplateSpecification;
  if (specification === undefined) return undefined;
  return String(/^\d+$/.test(textOf(specification, 'Version')));
}

function overrideTypes(input: Input): string[] {
  const policy = input.MixedInstancesPolicy as { LaunchTemplate?: { Overrides?: unknown } } | undefined;
  const overrides = policy?.LaunchTemplate?.Overrides;
  return (Array.isArray(overrides) ? overrides : [])
    .map((override) => textOf(override, 'InstanceType'))
    .filter(Boolean);
}

/** The same rule for several operations. */
const each = (operations: string, rule: PermissionRule): PermissionRules =>
  Object.fromEntries(operations.split(' ').map((name) => [name, rule]));

/**
 * What Auto Scaling operations need. What launching needs besides, of EC2 and IAM, is asked for by a dry run with the
 * caller's credentials.
 */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'DescribeAccountLimits DescribeAdjustmentTypes DescribeAutoScalingGroups DescribeAutoScalingInstances DescribeAutoScalingNotificationTypes DescribeInstanceRefreshes DescribeLifecycleHookTypes DescribeLifecycleHooks DescribeLoadBalancerTargetGroups DescribeMetricCollectionTypes DescribeNotificationConfigurations DescribePolicies DescribeScalingActivities DescribeScalingProcessTypes DescribeScheduledActions DescribeTags DescribeTerminationPolicyTypes DescribeTrafficSources',
  ),
  ...each(
    'AttachInstances AttachLoadBalancerTargetGroups AttachTrafficSources CreateAutoScalingGroup DetachLoadBalancerTargetGroups DetachTrafficSources PutScheduledUpdateGroupAction UpdateAutoScalingGroup',
    onGroups(named, groupKeys),
  ),
  ...each(
    'BatchDeleteScheduledAction BatchPutScheduledUpdateGroupAction CancelInstanceRefresh CompleteLifecycleAction DeleteLifecycleHook DeleteNotificationConfiguration DeleteScheduledAction DetachInstances DisableMetricsCollection EnableMetricsCollection EnterStandby ExitStandby PutLifecycleHook PutNotificationConfiguration PutScalingPolicy RecordLifecycleActionHeartbeat ResumeProcesses RollbackInstanceRefresh SetDesiredCapacity SetInstanceProtection StartInstanceRefresh SuspendProcesses',
    onGroups(named),
  ),
  ...each('CreateOrUpdateTags DeleteTags', onGroups(tagged)),
  ...each('DeletePolicy ExecutePolicy', onGroups(ofPolicy)),
  ...each('SetInstanceHealth TerminateInstanceInAutoScalingGroup', onGroups(ofInstance)),
  DeleteAutoScalingGroup: onGroups(named, (input) => ({
    'autoscaling:ForceDelete': textOf(input, 'ForceDelete') || 'false',
  })),
};

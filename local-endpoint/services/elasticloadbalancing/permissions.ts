import { DescribeTagsCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
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
  type RequiredPermission,
  type ResourceArns,
  textOf,
  textsOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
const named =
  (member: string): ResourceArns =>
  (input) =>
    textOf(input, member);

const priorities: ResourceArns = (input) => {
  const rules = Array.isArray(input.RulePriorities) ? input.RulePriorities : [];
  return rules.map((rule) => textOf(rule, 'RuleArn'));
};

const newTargetGroup: ResourceArns = (input, call) => arn(call, `targetgroup/${textOf(input, 'Name')}/*`);

const newLoadBalancer: ResourceArns = (input, call) =>
  arn(call, `loadbalancer/${textOf(input, 'Type') === 'network' ? 'net' : 'app'}/${textOf(input, 'Name')}/*`);

const newListener: ResourceArns = (input) =>
  `${textOf(input, 'LoadBalancerArn').replace(':loadbalancer/', ':listener/')}/*`;

const newRule: ResourceArns = (input) =>
  `${textOf(input, 'ListenerArn').replace(':listener/', ':listener-rule/')}/*`;

/** What load balancer operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'DescribeAccountLimits DescribeListenerAttributes DescribeListenerCertificates DescribeListeners DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeRules DescribeSSLPolicies DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth',
  ),
  ...onTagged(
    named('ListenerArn'),
    'AddListenerCertificates DeleteListener ModifyListenerAttributes RemoveListenerCertificates',
  ),
  ModifyListener: (call, lookup) =>
    permissionsOn(named('ListenerArn'), call, lookup, listenerKeys(call.input)),
  CreateRule: tagging(newRule, (call, lookup) => permissionsOn(named('ListenerArn'), call, lookup)),
  ...onTagged(named('RuleArn'), 'DeleteRule ModifyRule'),
  ...onResources(priorities, 'SetRulePriorities'),
  ...onTagged(
    named('LoadBalancerArn'),
    'DeleteLoadBalancer ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets',
  ),
  CreateListener: tagging(newListener, (call, lookup) =>
    permissionsOn(named('LoadBalancerArn'), call, lookup, listenerKeys(call.input)),
  ),
  ...onTagged(
    named('TargetGroupArn'),
    'DeleteTargetGroup DeregisterTargets ModifyTargetGroup ModifyTargetGroupAttributes RegisterTargets',
  ),
  ...onTagged((input) => textsOf(input, 'ResourceArns'), 'AddTags RemoveTags'),
  CreateTargetGroup: tagging(newTargetGroup, async (call, lookup) => [
    { action: actionOf(call), resources: [await newTargetGroup(call.input, call, lookup)].flat() },
  ]),
  CreateLoadBalancer: tagging(newLoadBalancer, async (call, lookup) => [
    {
      action: actionOf(call),
      resources: [await newLoadBalancer(call.input, call, lookup)].flat(),
      keys: loadBalancerKeys(call.input),
    },
  ]),
};

/** Each operation on resources that are there, with their tags as condition keys. */
function onTagged(resources: ResourceArns, operations: string): PermissionRules {
  const rule: PermissionRule = (call, lookup) =>
    permissionsOn(resources, call, lookup, removedKeys(call.input));
  return Object.fromEntries(operations.split(' ').map((operation) => [operation, rule]));
}

async function permissionsOn(
  resources: ResourceArns,
  call: ApiCall,
  lookup: Lookup,
  keys: ConditionValues = {},
): Promise<RequiredPermission[]> {
  const arns = [await resources(call.input, call, lookup)].flat();
  return Promise.all(
    arns.map(async (resource) => ({
      action: actionOf(call),
      resources: [resource],
      keys: { ...(await tagKeys(resource, call, lookup)), ...keys },
    })),
  );
}

/**
 * Creating something with tags needs `AddTags` on what is to be created.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/tagging-resources-during-creation.html
 */
function tagging(created: ResourceArns, rule: PermissionRule): PermissionRule {
  return async (call, lookup) => {
    const own = await rule(call, lookup);
    if (!Array.isArray(call.input.Tags) || call.input.Tags.length === 0) return own;
    const addTags = {
      action: `${call.service}:AddTags`,
      resources: [await created(call.input, call, lookup)].flat(),
      keys: { 'elasticloadbalancing:CreateAction': call.operation },
    };
    return [...own, addTags];
  };
}

const actionOf = ({ service, operation }: ApiCall): string => `${service}:${operation}`;

/** The tags of a resource as condition keys; none of what does not exist. Nothing is remembered, so that none is outdated. */
async function tagKeys(resource: string, { context }: ApiCall, lookup: Lookup): Promise<ConditionValues> {
  const client = clientOf(
    ElasticLoadBalancingV2Client,
    lookup.asService(context.caller.accountId, context.region),
  );
  const { TagDescriptions = [] } = await client
    .send(new DescribeTagsCommand({ ResourceArns: [resource] }))
    .catch(() => ({ TagDescriptions: [] }));
  const tags = TagDescriptions.flatMap(({ Tags = [] }) => Tags);
  return Object.fromEntries(
    tags.flatMap(({ Key = '', Value = '' }) => [
      [`aws:ResourceTag/${Key}`, Value],
      [`elasticloadbalancing:ResourceTag/${Key}`, Value],
    ]),
  );
}

const removedKeys = (input: Input): ConditionValues =>
  'TagKeys' in input ? { 'aws:TagKeys': textsOf(input, 'TagKeys') } : {};

const listenerKeys = (input: Input): ConditionValues => ({
  'elasticloadbalancing:ListenerProtocol': textOf(input, 'Protocol') || undefined,
  'elasticloadbalancing:SecurityPolicy': textOf(input, 'SslPolicy') || undefined,
});

const loadBalancerKeys = (input: Input): ConditionValues => ({
  'elasticloadbalancing:Scheme': textOf(input, 'Scheme') || 'internet-facing',
  'elasticloadbalancing:SecurityGroup': given(textsOf(input, 'SecurityGroups')),
  'elasticloadbalancing:Subnet': given(textsOf(input, 'Subnets')),
});

const given = (values: readonly string[]) => (values.length > 0 ? values : undefined);

import {
  anyResource,
  arn,
  onResources,
  type ResourceArns,
  type PermissionRules,
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

/** What load balancer operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'DescribeAccountLimits DescribeListenerAttributes DescribeListenerCertificates DescribeListeners DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeRules DescribeSSLPolicies DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth',
  ),
  ...onResources(
    named('ListenerArn'),
    'AddListenerCertificates CreateRule DeleteListener ModifyListener ModifyListenerAttributes RemoveListenerCertificates',
  ),
  ...onResources(named('RuleArn'), 'DeleteRule ModifyRule'),
  ...onResources(priorities, 'SetRulePriorities'),
  ...onResources(
    named('LoadBalancerArn'),
    'CreateListener DeleteLoadBalancer ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets',
  ),
  ...onResources(
    named('TargetGroupArn'),
    'DeleteTargetGroup DeregisterTargets ModifyTargetGroup ModifyTargetGroupAttributes RegisterTargets',
  ),
  ...onResources((input) => textsOf(input, 'ResourceArns'), 'AddTags RemoveTags'),
  ...onResources(newTargetGroup, 'CreateTargetGroup'),
  ...onResources(newLoadBalancer, 'CreateLoadBalancer'),
};

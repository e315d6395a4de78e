import { anything, arn, on, type Resources, type Rules, text, texts } from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
const named =
  (member: string): Resources =>
  (input) =>
    text(input, member);

const priorities: Resources = (input) => {
  const rules = Array.isArray(input.RulePriorities) ? input.RulePriorities : [];
  return rules.map((rule) => text(rule, 'RuleArn'));
};

const newTargetGroup: Resources = (input, call) => arn(call, `targetgroup/${text(input, 'Name')}/*`);

const newLoadBalancer: Resources = (input, call) =>
  arn(call, `loadbalancer/${text(input, 'Type') === 'network' ? 'net' : 'app'}/${text(input, 'Name')}/*`);

/** What load balancer operations need. */
export const elasticloadbalancing: Rules = {
  ...on(
    anything,
    'DescribeAccountLimits DescribeListenerAttributes DescribeListenerCertificates DescribeListeners DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeRules DescribeSSLPolicies DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth',
  ),
  ...on(
    named('ListenerArn'),
    'AddListenerCertificates CreateRule DeleteListener ModifyListener ModifyListenerAttributes RemoveListenerCertificates',
  ),
  ...on(named('RuleArn'), 'DeleteRule ModifyRule'),
  ...on(priorities, 'SetRulePriorities'),
  ...on(
    named('LoadBalancerArn'),
    'CreateListener DeleteLoadBalancer ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets',
  ),
  ...on(
    named('TargetGroupArn'),
    'DeleteTargetGroup DeregisterTargets ModifyTargetGroup ModifyTargetGroupAttributes RegisterTargets',
  ),
  ...on((input) => texts(input, 'ResourceArns'), 'AddTags RemoveTags'),
  ...on(newTargetGroup, 'CreateTargetGroup'),
  ...on(newLoadBalancer, 'CreateLoadBalancer'),
};

import type { ResourceProvider } from '../../../kit/resources/provider';
import { listener } from './listener';
import { listenerRule } from './listener-rule';
import { loadBalancer } from './load-balancer';
import { targetGroup } from './target-group';

/** The CloudFormation resource types of Elastic Load Balancing. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::ElasticLoadBalancingV2::Listener': listener,
  'AWS::ElasticLoadBalancingV2::ListenerRule': listenerRule,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancer,
  'AWS::ElasticLoadBalancingV2::TargetGroup': targetGroup,
};

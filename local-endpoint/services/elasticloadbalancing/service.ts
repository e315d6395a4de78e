import type { LocalService } from '../../kit/local-service';
import { describeTargetHealth } from './operations/describe-target-health';
import { createListener, deleteListener, modifyListener } from './operations/listeners';
import { createLoadBalancer, deleteLoadBalancer, setSubnets } from './operations/load-balancers';
import { deregisterTargets, registerTargets } from './operations/register-targets';
import { createRule, deleteRule, modifyRule } from './operations/rules';
import {
  describeTargetGroupAttributes,
  modifyTargetGroupAttributes,
} from './operations/target-group-attributes';
import {
  createTargetGroup,
  deleteTargetGroup,
  describeTargetGroups,
  modifyTargetGroup,
} from './operations/target-groups';
import { permissions } from './permissions';
import { resources } from './resources';
import { LoadBalancingStore } from './store';

/** What a listener's settings are no part of. */
const UNLISTENED = /^Describe(Tags|LoadBalancers|LoadBalancerAttributes|TargetGroupAttributes)$/;

/**
 * What moto's load balancing leaves out: targets that are registered, checked, healthy or not, and drained; which target
 * groups are used; and the checks of rules and their weights. What health checks of an instance find is decided by a tag
 * of the instance or its AMI (`targets/health-data.ts`); targets of type `ip` are healthy at once. No traffic flows.
 * Load balancers, listeners, rules and target groups themselves are moto's.
 */
export const elasticLoadBalancing: LocalService = {
  name: 'elasticloadbalancing',
  cliNames: ['elbv2'],
  client: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  throttledCode: 'ThrottlingException', // https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html
  otherwise: 'forward',
  keepsReads: true,
  writesChange: 'itself',
  leavesReads: (write) => (write === 'ModifyListener' ? UNLISTENED : undefined),
  permissions,
  resources,
  create(context) {
    const store = new LoadBalancingStore(context);
    return {
      operations: {
        CreateListener: createListener(store),
        CreateLoadBalancer: createLoadBalancer(store),
        CreateRule: createRule(store),
        CreateTargetGroup: createTargetGroup,
        DeleteListener: deleteListener(store),
        DeleteLoadBalancer: deleteLoadBalancer(store),
        DeleteRule: deleteRule(store),
        DeleteTargetGroup: deleteTargetGroup(store),
        DeregisterTargets: deregisterTargets(store),
        DescribeTargetGroupAttributes: describeTargetGroupAttributes,
        DescribeTargetGroups: describeTargetGroups(store),
        DescribeTargetHealth: describeTargetHealth(store),
        ModifyListener: modifyListener(store),
        ModifyRule: modifyRule(store),
        ModifyTargetGroup: modifyTargetGroup(store),
        ModifyTargetGroupAttributes: modifyTargetGroupAttributes(store),
        RegisterTargets: registerTargets(store),
        SetSubnets: setSubnets(store),
      },
    };
  },
};

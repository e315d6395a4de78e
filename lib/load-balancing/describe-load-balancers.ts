import type { Grant } from '../pipeline/grant';

/** To find the address of a load balancer by its name. */
export const DESCRIBE_LOAD_BALANCERS: Grant = {
  actions: ['elasticloadbalancing:DescribeLoadBalancers'],
  resources: ['*'],
  because: 'Elastic Load Balancing knows no resource for what only describes',
};

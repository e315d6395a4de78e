import type {
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  SetSubnetsInput,
  SetSubnetsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import type { LoadBalancingStore } from '../store';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
export const createLoadBalancer =
  (store: LoadBalancingStore): Operation =>
  async (_input, context) => {
    const { usage } = store.in(scopeOf(context));
    await usage.load();
    const answer = (await context.forward?.()) as CreateLoadBalancerOutput;
    for (const { LoadBalancerArn = '', AvailabilityZones } of answer.LoadBalancers ?? [])
      usage.setZones(LoadBalancerArn, AvailabilityZones);
    return answer;
  };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSubnets.html */
export const setSubnets =
  (store: LoadBalancingStore): Operation<SetSubnetsInput> =>
  async (input, context) => {
    const { usage } = store.in(scopeOf(context));
    await usage.load();
    const answer = (await context.forward?.()) as SetSubnetsOutput;
    usage.setZones(input.LoadBalancerArn ?? '', answer.AvailabilityZones);
    return answer;
  };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html */
export const deleteLoadBalancer =
  (store: LoadBalancingStore): Operation<DeleteLoadBalancerInput> =>
  async (input, context) => {
    const { usage } = store.in(scopeOf(context));
    await usage.load();
    await context.forward?.();
    usage.delete(input.LoadBalancerArn ?? '');
    return {};
  };

import { identityOf } from '../../config/identity';
import type { BasePipeline } from '../../config/model';
import { loadBalancerName } from '../../load-balancing/config/names';
import type { EcsService } from './model';
import { clusterName, serviceName } from './names';

/**
 * What a verification is told of an ECS service: `CLUSTER` and `SERVICE`, their names, and `LOAD_BALANCER`, the name of one
 * that the factory makes.
 */
export function serviceVariables(pipeline: BasePipeline, service: EcsService): Record<string, string> {
  if (!service.owned) return { CLUSTER: service.cluster, SERVICE: service.service };
  const identity = identityOf(pipeline);
  return {
    CLUSTER: clusterName(identity),
    SERVICE: serviceName(identity),
    LOAD_BALANCER: loadBalancerName(identity),
  };
}

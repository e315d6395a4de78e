import { identityOf } from '../../../config/identity';
import { loadBalancerName } from '../../../load-balancing/config/names';
import type { AsgBlueGreenPipeline } from './model';

/** The variable with the name of the Auto Scaling group that a release has made to serve. */
export const GROUP_VARIABLE = 'GROUP';

/**
 * What a verification is told of what is in front of the fleet: `LOAD_BALANCER`, the name of one that the factory makes, or
 * `LISTENER_RULE`, the ARN of the rule that the config names.
 */
export function verifyVariables(pipeline: AsgBlueGreenPipeline): Record<string, string> {
  const { service } = pipeline;
  if (service.owned) return { LOAD_BALANCER: loadBalancerName(identityOf(pipeline)) };
  return 'listenerRule' in service ? { LISTENER_RULE: service.listenerRule } : {};
}

import { type PipelineIdentity, pipelineName } from '../../../handlers/contract/names';
import type { ComposedName } from '../../config/kind';

/**
 * The names of a load balancer that the factory makes, and of what it needs. The stack that makes it and the pipeline that
 * releases behind it both work them out from the identity, so neither reads the other's outputs.
 */

/** The stack of a service that the factory owns: `<name>-service`. */
export const serviceStackName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-service`;

/** The Application Load Balancer: `<name>`. At most 32 characters. */
export const loadBalancerName = (identity: PipelineIdentity): string => pipelineName(identity);

/** What an alarm of a target group watches. */
export type TargetGroupAlarm = 'unhealthy-hosts' | 'target-5xx';

/** An alarm on the target group of that name: `<name>-blue-unhealthy-hosts`, `<name>-target-5xx`, … */
export const alarmName = (targetGroup: string, alarm: TargetGroupAlarm): string => `${targetGroup}-${alarm}`;

/** The names of all alarms on those target groups, as a deployment lists them. */
export const alarmNames = (targetGroups: readonly string[]): string[] =>
  (['unhealthy-hosts', 'target-5xx'] as const).flatMap((alarm) =>
    targetGroups.map((targetGroup) => alarmName(targetGroup, alarm)),
  );

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html, API_CreateTargetGroup.html */
const MAX_LOAD_BALANCER_NAME_LENGTH = 32;

/** The names of a load balancer, its target groups and the stack of both. */
export function loadBalancingNames(
  identity: PipelineIdentity,
  targetGroups: readonly string[],
): ComposedName[] {
  return [
    { what: 'stack', name: serviceStackName(identity), limit: 128 },
    { what: 'load balancer', name: loadBalancerName(identity), limit: MAX_LOAD_BALANCER_NAME_LENGTH },
    ...targetGroups.map((name) => ({ what: 'target group', name, limit: MAX_LOAD_BALANCER_NAME_LENGTH })),
  ];
}

import { type PipelineIdentity, pipelineName } from '../../../handlers/contract/names';
import type { Claim, ComposedName } from '../../config/kind';
import { loadBalancingNames } from '../../load-balancing/config/names';
import type { EcsService } from './model';

/**
 * The names of a service the factory owns. The stack that makes the service and the pipeline that releases to it
 * both work them out from the identity, so neither reads the other's outputs.
 */

/** The two target groups CodeDeploy moves the traffic between. */
export type TargetGroupColor = 'blue' | 'green';

/** Both colours, in the order the deployment group lists its target groups. */
export const TARGET_GROUP_COLORS = ['blue', 'green'] as const satisfies readonly TargetGroupColor[];

/** The ECS cluster: `<name>`. */
export const clusterName = (identity: PipelineIdentity): string => pipelineName(identity);

/** The ECS service: `<name>`. */
export const serviceName = (identity: PipelineIdentity): string => pipelineName(identity);

/** The family whose revisions the pipeline registers: `<name>`. */
export const taskFamily = (identity: PipelineIdentity): string => pipelineName(identity);

/**
 * A target group: `<name>-blue` or `<name>-green`; of a service whose tasks ECS itself replaces, `<name>`. At most 32
 * characters.
 */
export const targetGroupName = (identity: PipelineIdentity, color?: TargetGroupColor): string =>
  color ? `${pipelineName(identity)}-${color}` : pipelineName(identity);

/** The role with which ECS starts tasks: pulls the image, opens the log stream. */
export const executionRoleName = (identity: PipelineIdentity): string =>
  `${pipelineName(identity)}-execution`;

/** The role the application itself works with. */
export const taskRoleName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-task`;

/** The log group that taskdef.json names in `awslogs-group`. */
export const logGroupName = (identity: PipelineIdentity): string => `/ecs/${pipelineName(identity)}`;

/** The container whose image is built where none is named: the one of the load balancer's traffic. */
export const defaultContainer = (service: EcsService): string => (service.owned ? service.container : 'app');

/** The last words of the names of a service's roles. */
export const SERVICE_ROLE_ENDINGS: readonly string[] = ['execution', 'task'];

/** The names of what the factory makes for a service, if it makes it. */
export function serviceNames(
  service: EcsService,
  identity: PipelineIdentity,
  targetGroups: readonly string[],
): ComposedName[] {
  if (!service.owned) return [];
  return [
    { what: 'IAM role', name: executionRoleName(identity), limit: 64 },
    { what: 'IAM role', name: taskRoleName(identity), limit: 64 },
    ...loadBalancingNames(identity, targetGroups),
  ];
}

/** Only one pipeline releases to a service that is there already. @param because why two may not */
export function serviceClaims(service: EcsService, because: string): Claim[] {
  if (service.owned) return [];
  const key = JSON.stringify([service.cluster, service.service]);
  return [{ what: 'service', key, field: ['service', 'existing', 'service'], because }];
}

/** The service in a few words. */
export const summarizeService = (service: EcsService): string =>
  service.owned ? 'made with it' : `${service.cluster}/${service.service}`;

import { type PipelineIdentity, pipelineName } from '../../../handlers/contract/names';

/**
 * The names of a service the factory owns. The stack that makes the service and the pipeline that releases to it
 * both work them out from the identity, so neither reads the other's outputs.
 */

/** The two target groups CodeDeploy moves the traffic between. */
export type TargetGroupColor = 'blue' | 'green';

/** Both colours, in the order the deployment group lists its target groups. */
export const TARGET_GROUP_COLORS = ['blue', 'green'] as const satisfies readonly TargetGroupColor[];

/** The Application Load Balancer: `<name>`. At most 32 characters. */
export const loadBalancerName = (identity: PipelineIdentity): string => pipelineName(identity);

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

/** What an alarm of a target group watches. */
export type TargetGroupAlarm = 'unhealthy-hosts' | 'target-5xx';

/** An alarm on the target group of that name: `<name>-blue-unhealthy-hosts`, `<name>-target-5xx`, … */
export const alarmName = (targetGroup: string, alarm: TargetGroupAlarm): string => `${targetGroup}-${alarm}`;

/** The names of all alarms on those target groups, as a deployment lists them. */
export const alarmNames = (targetGroups: readonly string[]): string[] =>
  (['unhealthy-hosts', 'target-5xx'] as const).flatMap((alarm) =>
    targetGroups.map((targetGroup) => alarmName(targetGroup, alarm)),
  );

import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type TargetHealth,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** The targets of a target group, by instance id. */
export type Targets = ReadonlyMap<string, TargetHealth>;

/** All targets of a target group, whatever their number, in one call; its answer has no pages. */
export async function readTargets(elb: ElasticLoadBalancingV2Client, targetGroup: string): Promise<Targets> {
  const request = { TargetGroupArn: targetGroup };
  const { TargetHealthDescriptions = [] } = await elb.send(new DescribeTargetHealthCommand(request));
  return new Map(
    TargetHealthDescriptions.map(({ Target, TargetHealth: health = {} }) => [Target?.Id ?? '', health]),
  );
}

export const isHealthy = (targets: Targets, id: string): boolean => targets.get(id)?.State === 'healthy';

/** How many targets are healthy. */
export const countHealthy = (targets: Targets): number =>
  [...targets.values()].filter(({ State }) => State === 'healthy').length;

/** A target's state and why, in words of the load balancer. */
export function describeTarget(targets: Targets, id: string): string {
  const health = targets.get(id);
  if (!health) return 'not registered';
  const reason = [health.Reason, health.Description].filter(Boolean).join(', ');
  return reason ? `${health.State} (${reason})` : `${health.State}`;
}

import { type AutoScalingClient, DescribeScalingActivitiesCommand } from '@aws-sdk/client-auto-scaling';
import type { FleetGroup } from '../fleet/fleet-group';
import { describeTarget, isHealthy, type Targets } from '../fleet/target-health';

/** Instances, and activities, that a message names; CodePipeline shows 5,000 characters of it. */
const MAX_NAMED = 10;

/** Instances that are not healthy, each with its state in the group and as a target. */
export function describeInstances({ instances }: FleetGroup, targets: Targets): string {
  const unhealthy = instances.filter(
    ({ id, lifecycle }) => lifecycle !== 'InService' || !isHealthy(targets, id),
  );
  const named = unhealthy
    .slice(0, MAX_NAMED)
    .map(({ id, lifecycle }) => `${id} ${lifecycle}, target ${describeTarget(targets, id)}`);
  const more = unhealthy.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join('; ') || 'no instances yet';
}

/** Characters of what a token keeps of it. */
const MAX_SEEN_LENGTH = 400;

/**
 * The targets that fail their health checks now.
 * @returns nothing where none does
 */
export function describeFailing({ instances }: FleetGroup, targets: Targets): string | undefined {
  const failing = instances.filter(({ id }) => targets.get(id)?.State === 'unhealthy');
  if (failing.length === 0) return undefined;
  const named = failing.map(({ id }) => `${id}, target ${describeTarget(targets, id)}`).join('; ');
  return named.slice(0, MAX_SEEN_LENGTH);
}

/** What is known of why a group is not healthy: its instances, and what its scaling activities failed of. */
export async function describeUnhealthy(
  client: AutoScalingClient,
  name: string,
  group: FleetGroup | undefined,
  targets: Targets,
): Promise<string> {
  const instances = group ? describeInstances(group, targets) : 'no such group any more';
  const activities = group ? await describeActivities(client, name) : '';
  return activities ? `${instances}. Scaling activities: ${activities}` : instances;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-verify-scaling-activity.html */
async function describeActivities(client: AutoScalingClient, AutoScalingGroupName: string): Promise<string> {
  const request = { AutoScalingGroupName, MaxRecords: 50 };
  const { Activities = [] } = await client.send(new DescribeScalingActivitiesCommand(request));
  const telling = Activities.filter(
    ({ StatusCode, Cause = '' }) => StatusCode !== 'Successful' || /health/i.test(Cause),
  );
  const lines = telling.map(({ StatusCode, StatusMessage, Description, Cause }) =>
    [StatusCode, Description, StatusMessage ?? Cause].filter(Boolean).join(', '),
  );
  return [...new Set(lines)].slice(0, MAX_NAMED).join('; ');
}

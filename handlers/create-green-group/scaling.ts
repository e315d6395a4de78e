import {
  type AutoScalingClient,
  BatchPutScheduledUpdateGroupActionCommand,
  EnableMetricsCollectionCommand,
  PutNotificationConfigurationCommand,
  PutScalingPolicyCommand,
  type TargetTrackingConfiguration,
} from '@aws-sdk/client-auto-scaling';
import type { GroupSchedule, GroupSettings } from '../contract/fleet-settings';
import { ConfigurationError } from '../errors';
import { withQuota } from '../quotas';

/** The group to complete. */
export interface CreatedGroup {
  readonly name: string;
  /** ARN. */
  readonly targetGroup: string;
  /** ARN of the rule that forwards to it, which names its load balancer. */
  readonly listenerRule: string;
}

/** Gives a group what it cannot be created with: one call for each that the config has. All of them may be repeated. */
export async function completeGroup(
  client: AutoScalingClient,
  settings: GroupSettings,
  group: CreatedGroup,
): Promise<void> {
  const AutoScalingGroupName = group.name;
  for (const [PolicyName, TargetTrackingConfiguration] of policiesOf(settings, group))
    await withQuota(
      'Auto Scaling: scaling policies per Auto Scaling group',
      client.send(
        new PutScalingPolicyCommand({
          ...{ AutoScalingGroupName, PolicyName, TargetTrackingConfiguration },
          PolicyType: 'TargetTrackingScaling',
        }),
      ),
    );
  await putSchedules(client, AutoScalingGroupName, settings.schedules ?? []);
  if (settings.metrics ?? true)
    await client.send(new EnableMetricsCollectionCommand({ AutoScalingGroupName, Granularity: '1Minute' }));
  if (settings.notifications)
    await client.send(
      new PutNotificationConfigurationCommand({
        AutoScalingGroupName,
        TopicARN: settings.notifications,
        NotificationTypes: [
          'autoscaling:EC2_INSTANCE_LAUNCH_ERROR',
          'autoscaling:EC2_INSTANCE_TERMINATE_ERROR',
        ],
      }),
    );
}

/** @throws ConfigurationError where AWS refuses a scheduled action, of which it answers nothing else */
async function putSchedules(
  client: AutoScalingClient,
  AutoScalingGroupName: string,
  schedules: readonly GroupSchedule[],
): Promise<void> {
  if (schedules.length === 0) return;
  const request = new BatchPutScheduledUpdateGroupActionCommand({
    AutoScalingGroupName,
    ScheduledUpdateGroupActions: schedules.map(scheduleOf),
  });
  const { FailedScheduledUpdateGroupActions: failed = [] } = await withQuota(
    'Auto Scaling: scheduled actions per Auto Scaling group',
    client.send(request),
  );
  const [first] = failed;
  if (first)
    throw new ConfigurationError(
      `fleet.schedules: Auto Scaling must accept ${first.ScheduledActionName}, got ${first.ErrorCode}: ${first.ErrorMessage}`,
    );
}

const scheduleOf = ({ name, recurrence, timeZone, min, max, desired }: GroupSchedule) => ({
  ScheduledActionName: name,
  Recurrence: recurrence,
  TimeZone: timeZone,
  MinSize: min,
  MaxSize: max,
  DesiredCapacity: desired,
});

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html */
function policiesOf(
  { scaling = {} }: GroupSettings,
  { targetGroup, listenerRule }: CreatedGroup,
): [string, TargetTrackingConfiguration][] {
  const { cpu, requests } = scaling;
  const policies: [string, TargetTrackingConfiguration][] = [];
  if (cpu !== undefined)
    policies.push([
      'cpu',
      {
        TargetValue: cpu,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
      },
    ]);
  if (requests !== undefined)
    policies.push([
      'requests',
      {
        TargetValue: requests,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'ALBRequestCountPerTarget',
          ResourceLabel: resourceLabel(listenerRule, targetGroup),
        },
      },
    ]);
  return policies;
}

/** `app/<name>/<id>/targetgroup/<name>/<id>`. */
function resourceLabel(listenerRule: string, targetGroup: string): string {
  const [, loadBalancer] = /listener-rule\/(app\/[^/]+\/[^/]+)\//.exec(listenerRule) ?? [];
  const [, name] = /:(targetgroup\/.+)$/.exec(targetGroup) ?? [];
  return `${loadBalancer}/${name}`;
}

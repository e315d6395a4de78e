import { randomUUID } from 'node:crypto';
import type { Alarm, TargetTrackingConfiguration } from '@aws-sdk/client-auto-scaling';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { clientOf } from '../../../kit/client';
import { notSupported } from '../../../kit/not-supported';
import type { Scope } from '../../../kit/scope';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import type { PolicyRecord } from './model';

/**
 * Creates the two alarms of a target tracking policy.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 */
export async function createTrackingAlarms(
  store: AutoScalingStore,
  group: GroupRecord,
  policy: PolicyRecord,
): Promise<Alarm[]> {
  const { TargetTrackingConfiguration: tracking } = policy;
  if (!tracking) return [];
  const sides = tracking.DisableScaleIn ? (['High'] as const) : (['High', 'Low'] as const);
  const alarms: Alarm[] = [];
  for (const side of sides) {
    const AlarmName = `TargetTracking-${group.name}-Alarm${side}-${randomUUID()}`;
    await cloudWatchOf(store, group).send(
      new PutMetricAlarmCommand({
        ...metricOf(group, tracking),
        ...thresholdOf(tracking, side),
        AlarmName,
        AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy.PolicyARN}.`,
        AlarmActions: [policy.PolicyARN],
      }),
    );
    alarms.push({ AlarmName, AlarmARN: alarmArn(group, AlarmName) });
  }
  return alarms;
}

/** Deletes the alarms that policies made themselves. */
export async function deleteTrackingAlarms(
  store: AutoScalingStore,
  scope: Scope,
  policies: Iterable<PolicyRecord>,
): Promise<void> {
  const AlarmNames = [...policies].flatMap(({ Alarms = [] }) =>
    Alarms.flatMap(({ AlarmName }) => AlarmName ?? []),
  );
  if (AlarmNames.length > 0) await cloudWatchOf(store, scope).send(new DeleteAlarmsCommand({ AlarmNames }));
}

/** CloudWatch as Auto Scaling's own role calls it. */
export const cloudWatchOf = (store: AutoScalingStore, scope: Scope): CloudWatchClient =>
  clientOf(CloudWatchClient, store.asService(scope));

const alarmArn = ({ account, region }: Scope, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

/** Scaling in waits for longer, and for a distance from the target, so that the group does not go back and forth. */
function thresholdOf({ TargetValue = 0 }: TargetTrackingConfiguration, side: 'High' | 'Low') {
  return side === 'High'
    ? {
        ComparisonOperator: 'GreaterThanThreshold' as const,
        EvaluationPeriods: 3,
        Threshold: TargetValue,
      }
    : {
        ComparisonOperator: 'LessThanThreshold' as const,
        EvaluationPeriods: 15,
        Threshold: TargetValue * 0.9,
      };
}

type AlarmMetric = Pick<
  PutMetricAlarmCommandInput,
  'Namespace' | 'MetricName' | 'Statistic' | 'Dimensions' | 'Period' | 'Unit'
>;

const EC2_METRICS: Readonly<Record<string, string>> = {
  ASGAverageCPUUtilization: 'CPUUtilization',
  ASGAverageNetworkIn: 'NetworkIn',
  ASGAverageNetworkOut: 'NetworkOut',
};

function metricOf(group: GroupRecord, tracking: TargetTrackingConfiguration): AlarmMetric {
  const { CustomizedMetricSpecification: customized, PredefinedMetricSpecification: predefined } = tracking;
  if (customized) {
    if (customized.Metrics) throw notSupported('autoscaling:PutScalingPolicy with metric math');
    const { MetricName, Namespace, Statistic, Dimensions, Unit, Period = 60 } = customized;
    return { MetricName, Namespace, Statistic, Dimensions, Period, Unit: Unit as AlarmMetric['Unit'] };
  }
  const MetricName = EC2_METRICS[predefined?.PredefinedMetricType ?? ''];
  if (MetricName)
    return {
      Namespace: 'AWS/EC2',
      MetricName,
      Statistic: 'Average',
      Period: 60,
      Dimensions: [{ Name: 'AutoScalingGroupName', Value: group.name }],
    };
  const [, loadBalancer, targetGroup] =
    /^(app\/[^/]+\/[^/]+)\/(targetgroup\/.+)$/.exec(predefined?.ResourceLabel ?? '') ?? [];
  return {
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'RequestCountPerTarget',
    Statistic: 'Sum',
    Period: 60,
    Dimensions: [
      { Name: 'LoadBalancer', Value: loadBalancer },
      { Name: 'TargetGroup', Value: targetGroup },
    ],
  };
}

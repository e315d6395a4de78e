import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Scope } from '../../../kit/scope';
import { wakeGroup } from '../engine/wake';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { executePolicy } from './execute';
import type { PolicyRecord } from './model';
import { cloudWatchOf } from './tracking-alarms';

/** Executes the policies among the actions of an alarm when its state changes. */
export function observeAlarms(store: AutoScalingStore): void {
  store.context.bus.subscribe(({ source, account, region, 'detail-type': type, detail }) => {
    if (source !== 'aws.cloudwatch' || type !== 'CloudWatch Alarm State Change') return;
    const scope = { account, region };
    const hasPolicies = [...store.in(scope).groups.values()].some(({ policies }) => policies.size > 0);
    if (!hasPolicies) return;
    runActions(store, scope, String(detail.alarmName)).catch((error: Error) => {
      store.context.log(`autoscaling: alarm ${String(detail.alarmName)}: ${error.message}`);
    });
  });
}

async function runActions(store: AutoScalingStore, scope: Scope, name: string): Promise<void> {
  const { MetricAlarms: [alarm] = [] } = await cloudWatchOf(store, scope).send(
    new DescribeAlarmsCommand({ AlarmNames: [name] }),
  );
  if (!alarm || alarm.ActionsEnabled === false) return;
  const arns = actionsOf(alarm);
  for (const group of store.in(scope).groups.values())
    for (const policy of group.policies.values())
      if (arns.includes(policy.PolicyARN)) trigger(store, group, policy, alarm);
}

const actionsOf = (alarm: MetricAlarm): readonly string[] =>
  ({
    ALARM: alarm.AlarmActions,
    OK: alarm.OKActions,
    INSUFFICIENT_DATA: alarm.InsufficientDataActions,
  })[alarm.StateValue ?? 'OK'] ?? [];

function trigger(
  store: AutoScalingStore,
  group: GroupRecord,
  policy: PolicyRecord,
  { AlarmName, StateValue, ComparisonOperator }: MetricAlarm,
): void {
  if (!policy.Enabled || group.deleteAt || group.suspended.has('AlarmNotification')) return;
  const cools = group.cooldownUntil && group.cooldownUntil > store.now();
  if (policy.PolicyType === 'SimpleScaling' && cools) return;
  executePolicy(store, group, policy, {
    why: `a monitor alarm ${AlarmName} in state ${StateValue} triggered policy ${policy.PolicyName}`,
    below: ComparisonOperator?.startsWith('LessThan'),
    breach: ComparisonOperator?.startsWith('LessThan') ? -Number.EPSILON : 0,
  });
  void wakeGroup(store, group);
}

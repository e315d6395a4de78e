import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { GroupRecord } from '../model';
import { cloudWatchOf } from '../scaling/tracking-alarms';
import type { AutoScalingStore } from '../store';
import type { RefreshRecord } from './model';

/** The first of a refresh's alarms that is in ALARM; a rollback has none. */
export async function firingAlarm(
  store: AutoScalingStore,
  group: GroupRecord,
  { preferences, rollback }: RefreshRecord,
): Promise<string | undefined> {
  const names = preferences.AlarmSpecification?.Alarms ?? [];
  if (names.length === 0 || rollback) return undefined;
  const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatchOf(store, group).send(
    new DescribeAlarmsCommand({ AlarmNames: names, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  );
  return [...MetricAlarms, ...CompositeAlarms].find(({ StateValue }) => StateValue === 'ALARM')?.AlarmName;
}
